// The state of one import and its parts: one file per category of the AST
// defines the member functions named after it.
#pragma once

#include "Frame.h"
#include "Mutations.h"
#include "Queries.h"
#include "adgen/IR/Function.h"
#include "adgen/Import/ImportFunction.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

namespace adgen {

class Importer {
public:
  Importer(clang::Sema &sema, Diagnostics diagnostics, mlir::ModuleOp module, const KnownGraphs &known);

  mlir::func::FuncOp importFunction(const clang::FunctionDecl *function);

  // Types.cpp
  /// Never null: an unsupported type is opaque.
  mlir::Type convertType(clang::QualType type);
  /// The type of a member: what generated code reads it as.
  mlir::Type convertStored(clang::QualType type);
  /// How C++ calls an integer in memory where cxxTypeOf does not say it; see PtrType.
  std::string storedAs(clang::QualType type);
  /// The type of addresses of objects of this type.
  ad::PtrType pointerTo(clang::QualType type, bool isConst = false);
  /// Whether this is what stands for a class inside itself.
  bool isUnfinished(mlir::Type type) const { return unfinished.contains(type); }
  /// How generated code spells the type.
  std::string spell(clang::QualType type);
  // Making.cpp
  /// RecordType's `making` of a class whose members are public; none if there is no way to make an object.
  std::optional<llvm::StringRef> makingOf(const clang::CXXRecordDecl *record);
  /// Refuses a parameter of such a class.
  void checkCanBeMade(const clang::ParmVarDecl *parameter);

  // Places.cpp
  /// A new variable in memory.
  Place *makeLocal(mlir::Type type, llvm::StringRef name, bool zero = false,
                   const std::string &storedAs = "");
  /// A local variable of a type of the source.
  Place *makeVariable(clang::QualType type, llvm::StringRef name);
  /// A value that nobody changes, as a place.
  Place *temporary(mlir::Value value, llvm::StringRef name = "");
  /// What a pointer points to.
  Place *pointee(mlir::Value address);
  mlir::Value addressOf(Place *place);
  /// False, with an error, where the place may not be written.
  bool mayWrite(clang::SourceLocation use, Place *place);
  /// As write, or an error where the place may not be written.
  void assign(clang::SourceLocation use, Place *place, mlir::Value value);
  mlir::Value read(Place *place);
  void write(Place *place, mlir::Value value);
  Place *field(Place *record, llvm::StringRef name);
  /// `place`, so that it may be used wherever the block of the declaration at hand is left.
  Place *anchored(Place *place);

  // Globals.cpp
  Place *globalPlace(const clang::VarDecl *variable, clang::SourceLocation use);
  /// Refuses a pointer through which a global variable could be changed.
  void checkPointer(clang::SourceLocation use, mlir::Value pointer);

  // Tables.cpp
  /// The value of a constant whose initialiser can be evaluated; null of any other variable.
  const clang::APValue *constantOf(const clang::VarDecl *variable);
  /// A constant that the generated function has itself, or null.
  /// \param isExact its type has to be that of the variable.
  Place *constantPlace(const clang::VarDecl *variable, bool isExact);

  // LValues.cpp
  Place *locate(const clang::Expr *expr);
  Place *placeOf(const clang::ValueDecl *decl, clang::SourceLocation use);
  Place *locateThis();
  bool isInParts() const { return anchor; }

  // Pointers.cpp
  /// \param inside the index does not leave the array that the pointer is the first element of.
  mlir::Value offset(mlir::Value pointer, mlir::Value index, bool isSigned, bool inside = false);
  /// `[index]` of an array or of what a pointer points to.
  Place *element(const clang::Expr *base, const clang::Expr *index);
  /// The address of the first element of an array.
  /// \param type what an error says about a place that is no array.
  mlir::Value decay(Place *array, clang::QualType type = {});
  /// + - and comparisons with at least one pointer; null for anything else.
  mlir::Value pointerArithmetic(const clang::BinaryOperator *op, clang::BinaryOperatorKind opcode,
                                mlir::Value lhs, mlir::Value rhs);
  mlir::Value pointerCast(const clang::CastExpr *cast);
  mlir::Value newObject(const clang::CXXNewExpr *expr);
  /// malloc, calloc, realloc: a block of `element`s; null for any other expression.
  mlir::Value allocate(const clang::Expr *expr, clang::QualType element);

  // Realloc.cpp
  BlockSizes::Variable *blockSizeOf(mlir::Value root, const std::string &path);
  void noteRead(mlir::Value address, mlir::Value value);
  void noteWrite(ad::StoreOp store);
  mlir::Value reallocate(const clang::CallExpr *call, clang::QualType element, mlir::Value count);
  void checkReallocations();

  // VariableArrays.cpp
  /// What an array of variable extents is made of, and how many of it.
  clang::QualType flatElement(clang::QualType type) const;
  mlir::Value flatCount(clang::QualType type);
  /// An index of objects of this type as one of elements of a flat array.
  mlir::Value flatIndex(mlir::Value index, clang::QualType pointee, bool isSigned);
  /// Evaluates the extents in a type that is declared.
  void recordExtents(clang::QualType type);
  mlir::Value extentOf(const clang::VariableArrayType *array);
  Place *declareVariableArray(const clang::VarDecl *variable);

  // Objects.cpp
  /// Gives a place that is in memory its first content.
  void initialize(Place *place, const clang::Expr *init, bool isZero = false);
  void copyObject(const Place *from, Place *to);
  /// The call whose result is to be made in a place, until a function does that.
  std::pair<const clang::Expr *, Place *> elided;
  /// Whether a constructor is more than a copy of numbers.
  bool runsFunction(const clang::CXXConstructorDecl *constructor) const;
  /// False, with an error, where more than numbers would have to be copied.
  bool copiesPlainly(clang::SourceLocation use, clang::QualType type);
  /// `to = from` for the members of a class; each of the two may be of a derived one.
  void assignMembers(clang::SourceLocation use, ad::RecordType type, Place *from, Place *to);
  /// The constructor of a user's class that initialises an object of the type, or null.
  const clang::CXXConstructExpr *constructorOf(const clang::Expr *init, mlir::Type type);
  void constructAt(Place *place, const clang::CXXConstructExpr *expr);
  /// An object, or each one in an array, by one call of the constructor.
  void constructElement(mlir::Value address, const clang::CXXConstructExpr *expr);
  void copyObject(mlir::Value from, mlir::Value to);
  void clearObject(mlir::Value address);
  mlir::Value zeroOf(mlir::Type type, clang::QualType spelled);
  /// for (i = 0; i < count; ++i) body(i)
  void forEach(mlir::Value count, llvm::function_ref<void(mlir::Value)> body);

  // RValues.cpp
  mlir::Value evaluate(const clang::Expr *expr);
  mlir::Value evaluateCondition(const clang::Expr *expr);
  /// What ++ or -- makes of a value.
  mlir::Value stepped(const clang::UnaryOperator *expr, mlir::Value old);
  mlir::Value constantInt(mlir::Type type, int64_t value);
  /// The C++ conversion between arithmetic types.
  mlir::Value convert(mlir::Value value, mlir::Type to, bool fromSigned, bool toSigned);
  mlir::Value binary(const clang::Expr *at, clang::BinaryOperatorKind opcode, clang::QualType type,
                     mlir::Value lhs, mlir::Value rhs);

  // Branches.cpp
  /// Imports both alternatives; their values, if any, become the result of one scf.if.
  mlir::Value branch(mlir::Value condition, llvm::function_ref<mlir::Value()> then,
                     llvm::function_ref<mlir::Value()> otherwise);
  mlir::Value shortCircuit(const clang::BinaryOperator *op);

  // Statements.cpp
  void statement(const clang::Stmt *stmt);
  void declare(const clang::VarDecl *variable);
  void bindReference(const clang::VarDecl *variable, const clang::Expr *init);
  void returnStatement(const clang::ReturnStmt *stmt);

  // Jumps.cpp
  using Statements = llvm::ArrayRef<const clang::Stmt *>;
  Jumps jumpsOf(const clang::Stmt *stmt);
  /// Whether control never reaches the end of a statement.
  bool alwaysJumps(const clang::Stmt *stmt);
  bool alwaysJumps(Statements statements);
  mlir::Value makeFlag(llvm::StringRef name);
  void setFlag(mlir::Value flag, bool value = true);
  /// Whether none of the jumps has been taken.
  mlir::Value noneTaken(Jumps jumps);
  /// `rest`, unless one of the jumps has been taken.
  void guarded(Jumps jumps, llvm::function_ref<void()> rest);
  /// Statements, and then `rest` where control reaches their end.
  void sequence(Statements statements, llvm::function_ref<void()> rest);
  void sequence(const clang::Stmt *stmt, llvm::function_ref<void()> rest);
  void flatSequence(Statements statements, llvm::function_ref<void()> rest);
  void ifStatement(const clang::IfStmt *stmt, llvm::function_ref<void()> rest);
  /// The body of a function, with the place of what it returns.
  void functionBody(const clang::FunctionDecl *definition);
  /// What the innermost function has returned.
  mlir::Value returnedValue();

  // Loops.cpp
  void forStatement(const clang::ForStmt *stmt);
  void whileStatement(const clang::WhileStmt *stmt);
  void doStatement(const clang::DoStmt *stmt);
  void rangeFor(const clang::CXXForRangeStmt *stmt);
  /// A loop that is not counted: each part may be null.
  void generalLoop(const clang::Stmt *loop, llvm::function_ref<mlir::Value()> condition,
                   const clang::Stmt *body, llvm::function_ref<void()> first,
                   llvm::function_ref<void()> step);
  /// The body of a loop, once.
  void loopBody(const clang::Stmt *body, mlir::Value breakFlag);
  /// Every loop of the user's source passes here when it has been created.
  void markLoop(mlir::Operation *loop, const clang::Stmt *stmt);
  // CountedLoops.cpp
  /// Whether the statement is a counted loop, which has then been imported.
  bool countedLoop(const clang::ForStmt *stmt);
  /// `while (i < n) { …; ++i; }` as `for (; i < n; ++i) { … }`; null if it is none.
  const clang::ForStmt *asForStatement(const clang::WhileStmt *stmt);
  // Switch.cpp
  void switchStatement(const clang::SwitchStmt *stmt);
  /// Whether the value is the one of a label, or in its range.
  mlir::Value matchOf(const clang::CaseStmt *label, mlir::Value value, bool isSigned);
  /// Variables that all segments of a switch see, and others than the first may be the first to use.
  void hoistVariables(Statements statements);
  // NestedCases.cpp
  void nestedSwitch(const clang::SwitchStmt *stmt, mlir::Value value);
  /// Whether a label of the innermost such switch stands in the statement.
  bool holdsEntry(const clang::Stmt *stmt);
  mlir::Value isRunning();
  mlir::Value runsOrEnters(const clang::Stmt *stmt);
  void enterIf(const clang::IfStmt *stmt);
  void enterStatement(const clang::Stmt *stmt);
  void enterStatements(Statements statements, llvm::function_ref<void()> rest);
  /// The condition of a loop that may have been entered at a label: true the first time.
  mlir::Value asksWhenRunning(const clang::Stmt *loop, llvm::function_ref<mlir::Value()> condition);
  // Goto.cpp
  void gotoStatement(const clang::GotoStmt *stmt);
  /// Imports statements among which there are labels.
  void labelledStatements(Statements statements, llvm::function_ref<void()> rest);
  bool leavesByGoto(const clang::Stmt *stmt);

  // Calls.cpp
  /// The value of a call; null for one of type void or that returns a reference.
  mlir::Value call(const clang::CallExpr *call, Place **reference = nullptr);
  mlir::Value callFunction(const clang::CallExpr *call, const clang::FunctionDecl *callee, Place **reference);
  /// Imports the callee's body in place of the call.
  mlir::Value inlineCall(const clang::Expr *call, const clang::FunctionDecl *callee, Place *self,
                         llvm::ArrayRef<const clang::Expr *> arguments, Place **reference);
  mlir::Value construct(const clang::CXXConstructExpr *expr);
  mlir::Value referenceTo(const clang::Expr *object, mlir::Type type);
  /// frexp, modf, lround and their like, in terms of other operations.
  mlir::Value splitNumber(const clang::CallExpr *call, const clang::FunctionDecl *callee, bool &done);
  void initializeFields(Place *place, const clang::InitListExpr *list, bool isZero);
  void initializeBase(Place *place, ad::RecordType type, const clang::Expr *init);
  /// An argument that is of another class than its parameter.
  mlir::Value refuseArguments(const clang::Expr *call);
  mlir::Value initializeAggregate(const clang::InitListExpr *list);
  /// The definition of a function, instantiated if need be; null when none is visible.
  const clang::FunctionDecl *definitionOf(const clang::FunctionDecl *function, clang::SourceLocation use);
  mlir::Value callGraph(mlir::func::FuncOp graph, const clang::CallExpr *call);
  /// printf, abort and so on: calls for their effect.
  bool effectCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, mlir::Value &value);

  // Lambdas.cpp
  mlir::Value captureLambda(const clang::LambdaExpr *lambda);
  mlir::Value closureValue(std::unique_ptr<Closure> closure);
  /// The object that a value, a place or a variable in memory holds; null where it is not known.
  Closure *closureOf(mlir::Value value);
  Closure *closureAt(Place *place);
  Closure *closureIn(mlir::Value address);
  std::unique_ptr<Closure> copyOf(const Closure &closure);
  struct Captured {
    Closure *closure;
    const clang::ValueDecl *variable; ///< Null: `this`.
    Place *place;
  };
  /// What a lambda, and those that it has captured, have captured.
  void collectCaptured(Closure *closure, llvm::SmallVectorImpl<Captured> &captured);
  /// The lambdas that a function is called with; nothing where one is not known.
  std::optional<llvm::SmallVector<Closure *>> closuresOf(const clang::FunctionDecl *definition, Place *self,
                                                         llvm::ArrayRef<const clang::Expr *> arguments);

  // FunctionPointers.cpp
  /// The function that an expression of function or function pointer type means, or null.
  const clang::FunctionDecl *targetOf(const clang::Expr *expr);
  mlir::Value callThroughPointer(const clang::CallExpr *call, Place **reference);
  FunctionTargets &functionTargets();
  /// All that a pointer of this type may point to.
  std::vector<const clang::FunctionDecl *> functionsOfType(clang::QualType pointer);
  /// The number of a function.
  int64_t functionId(const clang::FunctionDecl *function);
  mlir::Value functionValue(const clang::FunctionDecl *function);
  /// A variable that keeps the function pointer it is initialised with.
  Place *functionPlace(const clang::Expr *init, llvm::StringRef name);
  Place *functionPlace(const clang::FunctionDecl *target, llvm::StringRef name);
  /// The number of the function that a constant points to.
  std::optional<int64_t> constantFunction(const clang::APValue &value);
  /// Whether pointers to functions are part of the type: in members of classes, or elsewhere.
  bool holdsFunctionPointer(clang::QualType type, bool isMember);
  /// Refuses parameters and results that would be true addresses.
  void checkFunctionPointers(const clang::FunctionDecl *function);
  bool checkStoredFunction(clang::SourceLocation use, mlir::Type stored);

  // Members.cpp
  /// From what a member of a class holds to what expressions are computed with, and back.
  mlir::Value fromStored(const clang::Expr *expr, mlir::Value value);
  mlir::Value toStored(mlir::Value value, mlir::Type type);

  // Parameters.cpp
  /// How a parameter is passed.
  Param describeParameter(const clang::FunctionDecl *function, unsigned index, bool isOwnFunction);
  Param describeSelf(const clang::CXXMethodDecl *method);
  mlir::Type argumentType(clang::QualType parameter, ParamKind kind, bool isOwnFunction = false);
  Place *parameterPlace(const clang::VarDecl *parameter, clang::QualType type, const Param &param,
                        mlir::BlockArgument argument, unsigned index);

  // Containers.cpp
  /// The address of a vector that comes in from outside, as an array.
  ad::PtrType containerPointer(clang::QualType type);
  /// A vector from outside, as the function's own objects of the class are.
  Place *containerPlace(clang::QualType type, mlir::Value address);
  /// The same of a parameter: one that is passed by value may be a copy.
  Place *containerPlace(const clang::VarDecl *parameter, mlir::Value address);
  /// Refuses vectors that come from outside, or go there, inside of other objects.
  void checkContainers(clang::SourceLocation at, clang::QualType type, bool isParameter);
  /// The copy constructor of a model.
  void copyModelled(Place *to, clang::QualType type, Place *from, clang::SourceLocation at);
  /// False, with an error, of a vector of a kind that cannot be a member of an object from outside.
  bool isFollowedVector(Place *vector, clang::SourceLocation use);
  /// False, with an error, where a member function of a vector cannot be called on this one.
  bool canCall(const clang::CallExpr *call, const clang::CXXMethodDecl *method, Place *vector);
  /// The address of a vector of the library's, for a generated function: the argument's, or a copy's. Null
  /// where there is none.
  mlir::Value containerOf(const clang::Expr *argument, mlir::Type pointer);
  /// What stands for a vector that a generated function has returned; null of any other value.
  mlir::Value fromContainer(clang::QualType type, mlir::Value loaded);
  /// A vector of the library's, made of one that stands for it.
  mlir::Value toContainer(clang::QualType type, mlir::Value object);

  // Recursion.cpp
  bool isRecursive(const clang::FunctionDecl *function);
  mlir::func::FuncOp ownFunction(const clang::FunctionDecl *definition, llvm::ArrayRef<Closure *> closures,
                                 const BoundTargets &targets);
  bool capturedParameters(llvm::ArrayRef<Captured> captured, FunctionInfo &info,
                          llvm::SmallVectorImpl<mlir::Type> &types);
  bool returnsInto(clang::QualType returned);
  mlir::Value callOwnFunction(const clang::Expr *call, const clang::FunctionDecl *definition, Place *self,
                              llvm::ArrayRef<const clang::Expr *> arguments);

  // Making.cpp
  /// Whether generated code has objects of this class from outside: it cannot have a stand-in for it.
  bool isInSignature(const clang::CXXRecordDecl *record);

  // Models.cpp
  /// What stands for a class of the library; any other class is what it is.
  const clang::CXXRecordDecl *modelOf(const clang::CXXRecordDecl *record);
  /// The same of its member functions; null for one that has no counterpart.
  const clang::FunctionDecl *modelOf(const clang::FunctionDecl *function);

  // Destructors.cpp
  void refuseDestructor(clang::SourceLocation at, clang::QualType type);
  /// Refuses objects without a name whose destructors do something: their ends are not followed.
  /// Whether a result is an object whose copies would be seen: the variable that is returned is the result.
  bool isMadeInPlace(clang::QualType result) const;
  void checkTemporaries(const clang::FunctionDecl *definition);
  /// The object that an expression makes, if it ends with the full expression; null of any other expression.
  Place *temporaryObject(const clang::Expr *expr);
  /// An object that ends with the full expression.
  Place *unnamedObject(clang::QualType type, const clang::Expr *init);
  /// Ends the lives of what a function has got by value.
  void destroyParameters(const Frame &callee, const clang::FunctionDecl *definition,
                         clang::SourceLocation at);
  /// Whether the lives of what is declared end with something to do.
  bool endsLives(const clang::DeclStmt *declaration);
  /// A declaration of objects, what follows in the same block, and the ends of the objects; then the rest.
  void destroyedSequence(const clang::DeclStmt *declaration, Statements following,
                         llvm::function_ref<void()> rest);
  void destroy(Place *place, clang::QualType type, clang::SourceLocation at);
  /// What a delete expression does in front of releasing memory.
  void destroyPointee(const clang::CXXDeleteExpr *expr, mlir::Value pointer);

  // Throw.cpp
  void throwException(const clang::CXXThrowExpr *expr);
  /// Of `c ? throw e : x`, imports the condition and the throw. \returns `x`, which follows; null where
  /// neither alternative throws.
  const clang::Expr *orThrow(const clang::ConditionalOperator *expr);
  /// Of a throw, or a call of a recursive function, which may throw.
  void noteExit(mlir::Operation *op, clang::SourceLocation at);
  /// Refuses exceptions that memory or such objects of the function, or of callers, would survive.
  void checkUnwinding(mlir::func::FuncOp root);

  // Specialization.cpp
  /// The functions that the arguments of a call point to, where the callee keeps them.
  BoundTargets boundTargets(const clang::FunctionDecl *definition,
                            llvm::ArrayRef<const clang::Expr *> arguments);
  /// What tells lambdas apart: "_line_column".
  std::string placeSuffix(clang::SourceLocation location) const;
  /// What a function is called by that always calls these.
  std::string suffixOf(const BoundTargets &targets) const;
  /// Names the functions of the graph whose meaning depends on the numbers of functions after `root`, whose
  /// numbers they are.
  void nameNumberedFunctions(const clang::FunctionDecl *root);

  // Bindings.cpp
  /// A library function that is an operation of the tables.  `done` says whether it was one.
  mlir::Value boundCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, bool &done);
  // Library.cpp
  /// Functions of the library that are neither operations nor imported by their bodies (std::get,
  /// std::move…).
  mlir::Value libraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, Place **reference,
                          bool &done);
  /// The first of the elements of a list, in memory.
  mlir::Value elementsOf(ad::ListOp list);
  mlir::Value libraryConstruct(const clang::CXXConstructExpr *expr, bool &done);
  // Tuples.cpp
  /// What std::get gives of a tuple or an array; null of anything else.
  Place *tuplePart(const clang::CallExpr *get, const clang::FunctionDecl *callee);
  /// The tuple that a constructor or std::make_tuple makes of the arguments.
  mlir::Value constructTuple(const clang::Expr *at, llvm::ArrayRef<const clang::Expr *> arguments);
  void initializeTuple(Place *tuple, const clang::Expr *at, llvm::ArrayRef<const clang::Expr *> arguments);
  /// `tuple = tuple`, std::tie(a, b) among them; null for any other call.
  Place *assignTuple(const clang::CallExpr *call);
  // StandardArray.cpp
  mlir::Value arrayMember(const clang::CallExpr *call, const clang::CXXMethodDecl *method, Place **reference,
                          bool &done);
  // MemoryFunctions.cpp
  /// memcpy, std::copy, std::swap… as loops of loads and stores.
  mlir::Value memoryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, bool &done);

  /// What the innermost function does with its variables.
  const Mutations &mutations() { return mutationsOfFunction(frame().function); }
  const Mutations &mutationsOfFunction(const clang::FunctionDecl *function);
  /// Whether a variable may change after its declaration.
  bool mayChange(const clang::VarDecl *variable);

  /// Reports that a construct is not supported.
  void refuse(clang::SourceLocation location, const llvm::Twine &message, const llvm::Twine &advice = "");
  /// The same, of an expression that has no counterpart in the graph.
  void refuseExpression(const clang::Expr *expr);
  /// Where types disagree although the AST says that they do not.  Behind an error they may.
  void refuseMismatch(clang::SourceLocation location, llvm::StringRef what);
  /// The same as refuse, with a value of the construct's type to go on with.
  mlir::Value refuseValue(const clang::Expr *expr, const llvm::Twine &message,
                          const llvm::Twine &advice = "");

  mlir::Location location(clang::SourceLocation location);
  Frame &frame() { return *frames.back(); }

  clang::Sema &sema;
  clang::ASTContext &ast;
  Diagnostics diagnostics;
  mlir::ModuleOp module;
  const KnownGraphs &known;
  mlir::ImplicitLocOpBuilder b;
  CheckpointOf checkpointOf;
  bool failed = false;
  /// What is being imported: where an error stands that has no better place.
  clang::SourceLocation here;
  BlockSizes blockSizes;
  /// Objects without a name that are no part of another: they end with the expression that they stand in.
  llvm::DenseSet<const clang::CXXBindTemporaryExpr *> temporaries;

private:
  /// Counts what is imported and how deeply it is nested (see Size.cpp).
  class Step {
  public:
    explicit Step(Importer &importer) : importer(importer) { ++importer.nesting; }
    ~Step() { --importer.nesting; }

  private:
    Importer &importer;
  };
  /// Whether there is no more than can be differentiated in reasonable time, up to here.
  bool hasRoom(clang::SourceLocation location);
  /// Whether the blocks of a graph are not nested more deeply than compilers take them.
  bool checkNesting(mlir::func::FuncOp graph);
  unsigned steps = 0, nesting = 0, maxSteps = 0;
  bool isTooLarge = false;

  /// Of a refusal inside a library: the call in the user's code that leads there.
  const Frame *userCallOf(clang::SourceLocation location);
  llvm::DenseSet<clang::SourceLocation> refusedAt;

  // Constructors.cpp
  void inheritedConstructor(const clang::CXXInheritedCtorInitExpr *expr, Place *self);
  /// Initialisers and body, in the frame at hand.
  void constructorBody(const clang::CXXConstructorDecl *definition, Place *self);
  void runConstructor(const clang::CXXConstructExpr *expr, const clang::CXXConstructorDecl *constructor,
                      Place *self, llvm::ArrayRef<const clang::Expr *> arguments);
  void bindArguments(Frame &callee, const clang::FunctionDecl *definition,
                     llvm::ArrayRef<const clang::Expr *> arguments);

  /// The class of an object that is alive and whose end has something to do; a null type where none is.
  clang::QualType whatLives() const;

  friend struct FunctionScope;
  friend class FunctionCandidates;
  mlir::Block *entry = nullptr;
  std::vector<std::unique_ptr<Place>> ownedPlaces;
  std::vector<std::unique_ptr<Frame>> frames;
  llvm::DenseMap<const clang::VarDecl *, Place *> globals;
  bool writesMemory = false; ///< Through a parameter: a global variable may be changed.
  llvm::DenseMap<clang::QualType, mlir::Type> types;
  /// What stands for the classes whose fields are being converted.
  llvm::DenseSet<mlir::Type> unfinished;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Mutations>> functionMutations;
  llvm::DenseMap<const clang::Stmt *, Jumps> jumps;
  llvm::DenseMap<const clang::FunctionDecl *, bool> recursive;
  std::map<std::pair<const clang::FunctionDecl *, BoundTargets>, mlir::func::FuncOp> ownFunctions;
  llvm::SmallVector<mlir::func::FuncOp> createdFunctions;
  /// Those in which the numbers of functions stand, and whether they stand in the one at hand.
  llvm::DenseSet<mlir::Operation *> numberedFunctions;
  bool usesFunctionNumbers = false;
  llvm::DenseSet<const clang::FunctionDecl *> scannedForTemporaries;
  /// Those that the differentiated function's parameters and result are made of, once they are known.
  std::optional<llvm::DenseSet<const clang::CXXRecordDecl *>> signatureClasses;
  /// Where new variables stand, when not at the insertion point: in front of this operation.
  mlir::Operation *anchor = nullptr;
  std::vector<std::unique_ptr<Closure>> closures;
  FunctionTargets targets;
  /// The C++ types behind opaque types of members.
  llvm::DenseMap<mlir::Type, clang::QualType> storedTypes;
  llvm::DenseMap<const clang::CXXRecordDecl *, const clang::CXXRecordDecl *> models;
  llvm::DenseMap<mlir::Operation *, mlir::Value> listElements;
  friend class FullExpression;
  FullExpression *fullExpression = nullptr;
  /// What is left to do in front of the end of the function.
  std::vector<std::function<void()>> atEnd;
  /// Where control may leave by an exception (see noteExit).
  struct Exit {
    mlir::Operation *op;
    clang::SourceLocation at;
    clang::QualType alive; ///< As whatLives says.
  };
  llvm::SmallVector<Exit, 0> exits;
  llvm::SetVector<int> exactParams; ///< Parameters on which a virtual call was resolved.
};

/// Values built in its lifetime come from `location`.
struct LocationScope {
  LocationScope(Importer &importer, clang::SourceLocation location)
      : importer(importer), outer(importer.b.getLoc()), outerHere(importer.here) {
    if (location.isInvalid())
      return;
    importer.b.setLoc(importer.location(location));
    importer.here = location;
  }
  ~LocationScope() {
    importer.b.setLoc(outer);
    importer.here = outerHere;
  }
  Importer &importer;
  mlir::Location outer;
  clang::SourceLocation outerHere;
};

} // namespace adgen
