#include "Recursion.h"

#include "Prepare.h"
#include "Recording.h"
#include "Sweep.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include <map>

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Type adgen::partType(Type type, llvm::StringRef path) {
  while (!path.empty()) {
    auto [head, tail] = path.split('.');
    auto record = cast<RecordType>(type);
    type = record.getFieldTypes()[*record.fieldIndex(head)];
    path = tail;
  }
  return type;
}

SmallVector<std::string> adgen::differentiableParts(Type type) {
  SmallVector<std::string> parts;
  std::function<void(Type, const std::string &)> visit = [&](Type part, const std::string &path) {
    if (!isDifferentiableType(part))
      return;
    if (auto record = dyn_cast<RecordType>(part))
      for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
        visit(field, (path.empty() ? "" : path + ".") + cast<StringAttr>(name).getValue().str());
    else
      parts.push_back(path);
  };
  visit(type, "");
  return parts;
}

namespace {

/// Stacks that are parameters of both functions.
class ParameterStacks : public SharedStacks {
public:
  ParameterStacks(func::FuncOp forward, func::FuncOp reverse) : functions{forward, reverse} {}
  Value forward(Type type) override { return stack(0, type); }
  Value reverse(Type type) override { return stack(1, type); }

private:
  Value stack(unsigned which, Type type) {
    Value &known = stacks[which][type];
    if (!known)
      known = functions[which].getBody().front().addArgument(StackType::get(type), functions[which].getLoc());
    return known;
  }
  func::FuncOp functions[2];
  llvm::DenseMap<Type, Value> stacks[2];
};

} // namespace

/// The pairs that a finished one calls are finished, too.
void Recursion::findEarlier(RecursivePair &pair) {
  for (func::FuncOp function : {pair.forward, pair.reverse})
    function.walk([&](func::CallOp call) {
      llvm::StringRef name = call.getCallee();
      size_t dot = name.rfind(".forward");
      if (dot == name.npos || pairCalled(call))
        return;
      RecursivePair &other = *pairs.emplace_back(std::make_unique<RecursivePair>());
      other.primal = module.lookupSymbol<func::FuncOp>(name.take_front(dot));
      other.forward = module.lookupSymbol<func::FuncOp>(name);
      other.reverse = module.lookupSymbol<func::FuncOp>(
          (name.take_front(dot) + ".reverse" + name.drop_front(dot + strlen(".forward"))).str());
      for (unsigned i = 0; i < other.primal.getNumArguments(); ++i)
        other.shadowed.push_back(false);
      // Which have one is in the name: a letter for each pointer.
      llvm::StringRef mask = name.drop_front(dot + strlen(".forward"));
      mask.consume_front("_");
      for (auto [type, has] : llvm::zip(other.primal.getArgumentTypes(), other.shadowed))
        if (holdsPointer(type) && !mask.empty()) {
          has = mask.front() == 'd';
          mask = mask.drop_front();
        }
      other.isFinished = true;
      pairOf[other.forward] = pairOf[other.reverse] = &other;
      findEarlier(other);
    });
}

const RecursivePair *Recursion::pairFor(func::CallOp call, llvm::ArrayRef<bool> shadowed) {
  auto primal = module.lookupSymbol<func::FuncOp>(call.getCallee());
  for (auto &pair : pairs)
    if (pair->primal == primal && llvm::ArrayRef(pair->shadowed) == shadowed)
      return pair.get();
  RecursivePair &pair = *pairs.emplace_back(std::make_unique<RecursivePair>());
  pair.primal = primal;
  pair.shadowed.assign(shadowed.begin(), shadowed.end());
  // Which arguments have a shadow is part of the name: another request may choose others.
  std::string mask;
  for (auto [argument, has] : llvm::zip(primal.getArgumentTypes(), shadowed))
    if (holdsPointer(argument))
      mask += has ? 'd' : 'c';
  std::string suffix = mask.empty() ? "" : "_" + mask;
  auto symbol = [&](llvm::StringRef kind) { return (primal.getSymName() + "." + kind + suffix).str(); };
  pair.forward = module.lookupSymbol<func::FuncOp>(symbol("forward"));
  if (pair.forward) {
    pair.reverse = module.lookupSymbol<func::FuncOp>(symbol("reverse"));
    pair.isFinished = true;
    pairOf[pair.forward] = pairOf[pair.reverse] = &pair;
    findEarlier(pair);
    return &pair;
  }
  FunctionInfo info = getFunctionInfo(primal);
  OpBuilder b(module.getContext());
  auto declare = [&](llvm::StringRef kind) {
    auto function = func::FuncOp::create(primal.getLoc(), symbol(kind), b.getFunctionType({}, {}));
    module.push_back(function);
    pairOf[function] = &pair;
    return function;
  };
  pair.forward = primal.clone();
  pair.forward.setSymName(symbol("forward"));
  module.push_back(pair.forward);
  pairOf[pair.forward] = &pair;
  pair.reverse = declare("reverse");
  auto name = [&](func::FuncOp function, llvm::StringRef kind, llvm::StringRef doc) {
    FunctionInfo own = info;
    own.cxxName = info.cxxName + "_" + kind.str() + suffix;
    own.callee = (info.callee.empty() ? "::" + info.cxxName : info.callee) + "_" + kind.str() + suffix;
    own.doc = doc.str();
    setFunctionInfo(function, own);
  };
  name(pair.forward, "forward",
       "`" + info.cxxName + "`, with what its reverse sweep needs pushed on stacks.");
  name(pair.reverse, "reverse",
       "Reverse sweep of `" + info.cxxName + "`: pops what the forward sweep pushed.");
  if (!build(pair))
    failed = true;
  return failed ? nullptr : &pair;
}

const RecursivePair *Recursion::pairOfForward(func::CallOp call) const {
  for (auto &pair : pairs)
    if (pair->forward.getSymName() == call.getCallee())
      return pair.get();
  return nullptr;
}

bool Recursion::build(RecursivePair &pair) {
  func::FuncOp forward = pair.forward, reverse = pair.reverse;
  Block &body = forward.getBody().front();
  auto ret = cast<func::ReturnOp>(body.getTerminator());
  Location loc = forward.getLoc();
  SmallVector<Value> independent, dependent;
  auto isIndependent = [&](BlockArgument argument) {
    return isDifferentiableType(argument.getType()) || pair.shadowed[argument.getArgNumber()];
  };
  unsigned primalArguments = forward.getNumArguments();
  auto analyse = [&](auto &&use) {
    independent.clear();
    dependent.assign(ret.getOperands().begin(), ret.getOperands().end());
    for (BlockArgument argument : forward.getArguments().take_front(primalArguments))
      if (isIndependent(argument)) {
        independent.push_back(argument);
        if (holdsPointer(argument.getType()))
          dependent.push_back(argument);
      }
    Memory memory(forward);
    Activity activity(forward, memory, independent, dependent);
    use(memory, activity, ShadowNeeds(forward, memory, activity));
  };
  Prepared prepared;
  analyse([&](const Memory &, const Activity &activity, const ShadowNeeds &needs) {
    prepared = countLoops(forward, activity, needs, /*mayDefer=*/false);
  });
  analyse([&](const Memory &, const Activity &, const ShadowNeeds &needs) {
    addShadowSlots(forward, needs, prepared);
  });
  bool done = false;
  analyse([&](const Memory &memory, Activity &activity, const ShadowNeeds &needs) {
    Finiteness finiteness(forward, memory);
    Stability stability(forward, memory, /*isSplit=*/true);
    FunctionInfo forwardInfo = getFunctionInfo(forward), reverseInfo = getFunctionInfo(reverse);
    reverseInfo.params.clear();
    const std::vector<Param> primalParams = forwardInfo.params;

    Shadows shadows(forward, activity, needs, prepared.slots, error, this, /*isSplit=*/true);
    SmallVector<Operation *> ops;
    for (Operation &op : body.without_terminator())
      ops.push_back(&op);
    for (unsigned i = 0; i < primalArguments; ++i)
      if (pair.shadowed[i]) {
        Type type = shadowType(body.getArgument(i).getType());
        std::string name = "d_" + forwardInfo.params[i].name;
        shadows.set(body.getArgument(i), body.addArgument(type, withName(loc, name)));
        forwardInfo.params.push_back(
            {name, cxxTypeOf(type), ParamKind::Value, familyOfBuffer(primalParams, i)});
      }
    // The pointers of the pair itself have shadows for every caller; the calls inside too.
    forward.setFunctionType(
        FunctionType::get(forward.getContext(), body.getArgumentTypes(), ret.getOperandTypes()));
    setFunctionInfo(forward, forwardInfo);

    Block *reverseBody = reverse.addEntryBlock();
    ImplicitLocOpBuilder b(asReverse(ret.getLoc()), forward.getContext());
    b.setInsertionPointToEnd(reverseBody);
    Adjoints adjoints;
    for (auto [index, result] : llvm::enumerate(ret.getOperands()))
      for (const std::string &path : differentiableParts(result.getType())) {
        Type type = partType(result.getType(), path);
        std::string name = "d_result";
        if (!reverseInfo.params.empty())
          name += std::to_string(reverseInfo.params.size());
        Value cotangent = reverseBody->addArgument(type, withName(loc, name));
        reverseInfo.params.push_back({name, cxxTypeOf(type), ParamKind::Value});
        adjoints.add(b, {result, path}, cotangent);
      }
    reverse.setFunctionType(FunctionType::get(reverse.getContext(), reverseBody->getArgumentTypes(), {}));

    // The cotangents of the arguments: their types are needed before the sweep meets a call of the pair.
    SmallVector<Part> parts;
    SmallVector<Type> types;
    for (BlockArgument argument : forward.getArguments().take_front(primalArguments))
      for (const std::string &path : differentiableParts(argument.getType())) {
        parts.push_back({argument, path});
        types.push_back(partType(argument.getType(), path));
      }
    reverse.setFunctionType(FunctionType::get(reverse.getContext(), reverseBody->getArgumentTypes(), types));
    if (!shadows.build())
      return;
    const MergeableLoops none;
    Sweep::Facts facts{memory, activity, finiteness, needs, shadows, prepared.counted, this, none, stability};
    Sweep sweep(b, facts, error);
    b.setInsertionPointToEnd(reverseBody);
    sweep.runFunction(body, *reverseBody, adjoints);
    if (sweep.hasFailed())
      return;
    b.setLoc(asReverse(ret.getLoc()));
    SmallVector<Value> cotangents;
    for (const Part &part : parts) {
      Value adjoint = adjoints.get(part);
      cotangents.push_back(adjoint ? adjoint : zeroAdjoint(b, primalPart(b, part.value, part.path)));
    }
    reverseInfo.resultType = "void";
    if (cotangents.size() == 1) {
      reverseInfo.resultType = cxxTypeOf(cotangents[0].getType());
    } else if (cotangents.size() > 1) {
      // Several results are one record, for C++ returns one.
      Value tuple = makeTuple(b, cotangents);
      reverseInfo.resultType = cxxTypeOf(tuple.getType());
      cotangents = {tuple};
    }
    b.create<func::ReturnOp>(cotangents);
    setFunctionInfo(reverse, reverseInfo);
    ParameterStacks stacks(forward, reverse);
    recordForReverse(forward, facts, sweep.mirrors(), sweep.undos(), &stacks);
    done = true;
  });
  return done;
}

RecursivePair *Recursion::pairCalled(func::CallOp call) const {
  func::FuncOp callee = ModuleOp(module).lookupSymbol<func::FuncOp>(call.getCallee());
  return callee ? pairOf.lookup(callee) : nullptr;
}

llvm::SetVector<RecursivePair *> Recursion::reachableFrom(func::FuncOp function) const {
  llvm::SetVector<RecursivePair *> reached;
  auto visit = [&](func::FuncOp from) {
    from.walk([&](func::CallOp call) {
      if (RecursivePair *pair = pairCalled(call))
        reached.insert(pair);
    });
  };
  visit(function);
  for (size_t i = 0; i < reached.size(); ++i) {
    visit(reached[i]->forward);
    visit(reached[i]->reverse);
  }
  return reached;
}

SmallVector<Type> Recursion::stackTypes(RecursivePair &pair) const {
  std::map<std::string, Type> types;
  auto collect = [&](func::FuncOp function) {
    for (Type type : function.getBody().getArgumentTypes())
      if (auto stack = dyn_cast<StackType>(type))
        types[cxxTypeOf(stack.getElementType())] = stack.getElementType();
  };
  auto reached = reachableFrom(pair.forward);
  reached.insert(&pair);
  for (RecursivePair *other : reached) {
    collect(other->forward);
    collect(other->reverse);
  }
  SmallVector<Type> list;
  for (auto &[name, type] : types)
    list.push_back(type);
  return list;
}

void Recursion::addStacks(func::FuncOp function, llvm::ArrayRef<Type> types) {
  Block &body = function.getBody().front();
  FunctionInfo info = getFunctionInfo(function);
  unsigned before = body.getNumArguments();
  for (auto [index, type] : llvm::enumerate(types)) {
    std::string name = index == 0 ? "tape" : "tape" + std::to_string(index + 1);
    body.addArgument(StackType::get(type), withName(function.getLoc(), name));
    info.params.push_back({name, cxxTypeOf(StackType::get(type)) + " &", ParamKind::Value});
  }
  for (unsigned i = before; i-- > 0;)
    if (auto stack = dyn_cast<StackType>(body.getArgument(i).getType())) {
      unsigned index = llvm::find(types, stack.getElementType()) - types.begin();
      body.getArgument(i).replaceAllUsesWith(body.getArgument(body.getNumArguments() - types.size() + index));
      body.eraseArgument(i);
    }
  setFunctionInfo(function, info);
}

/// The last arguments of the function that are stacks, by the type of their entries.
static llvm::DenseMap<Type, Value> stacksOf(func::FuncOp function) {
  llvm::DenseMap<Type, Value> stacks;
  for (BlockArgument argument : function.getArguments())
    if (auto stack = dyn_cast<StackType>(argument.getType()))
      stacks[stack.getElementType()] = argument;
  return stacks;
}

std::vector<func::FuncOp> Recursion::finish(func::FuncOp caller) {
  std::vector<func::FuncOp> functions;
  llvm::DenseMap<RecursivePair *, SmallVector<Type>> types;
  for (auto &pair : pairs) {
    types[pair.get()] = stackTypes(*pair);
    auto isUnnamable = [](Type type) { return llvm::StringRef(cxxTypeOf(type)).contains(localTypeMark); };
    if (!failed && llvm::any_of(types[pair.get()], isUnnamable)) {
      error(pair->primal.getLoc(),
            "adgen does not differentiate a recursive function that keeps pointers to "
            "vectors, or to objects whose class has copies or a destructor of its own");
      failed = true;
    }
    functions.push_back(pair->forward);
    functions.push_back(pair->reverse);
  }
  for (auto &pair : pairs)
    if (!pair->isFinished)
      for (func::FuncOp function : {pair->forward, pair->reverse})
        addStacks(function, types[pair.get()]);
  auto passStacks = [&](func::FuncOp function, llvm::function_ref<Value(Type)> stackOf) {
    function.walk([&](func::CallOp call) {
      RecursivePair *called = pairCalled(call);
      if (!called)
        return;
      SmallVector<Value> stacks;
      for (Type type : types[called])
        stacks.push_back(stackOf(type));
      call->insertOperands(call->getNumOperands(), stacks);
    });
  };
  for (auto &pair : pairs)
    if (!pair->isFinished)
      for (func::FuncOp function : {pair->forward, pair->reverse}) {
        auto own = stacksOf(function);
        passStacks(function, [&](Type type) { return own.lookup(type); });
        Block &body = function.getBody().front();
        function.setFunctionType(FunctionType::get(function.getContext(), body.getArgumentTypes(),
                                                   body.getTerminator()->getOperandTypes()));
      }
  OpBuilder b = OpBuilder::atBlockBegin(&caller.getBody().front());
  llvm::DenseMap<Type, Value> own;
  passStacks(caller, [&](Type type) {
    Value &stack = own[type];
    if (!stack)
      stack = b.create<NewStackOp>(withName(caller.getLoc(), "tape"), StackType::get(type));
    return stack;
  });
  return functions;
}
