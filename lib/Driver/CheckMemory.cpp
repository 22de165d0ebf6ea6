#include "CheckMemory.h"

#include "adgen/Analysis/Memory.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/IR/Matchers.h"

using namespace adgen;

/// A conversion from `void *` that no conversion to `void *` leads to.
static bool isFromUntyped(ad::PtrCastOp cast) {
  return isUntyped(cast.getPointer().getType()) && !isUntyped(cast.getType());
}

bool adgen::checkConversions(mlir::func::FuncOp function, RefuseMemory refuse) {
  const bool isRefused =
      function
          .walk([&](ad::PtrCastOp cast) {
            if (!isFromUntyped(cast))
              return mlir::WalkResult::advance();
            refuse(cast.getLoc(), "adgen cannot see what memory a 'void *' points to that is converted here",
                   "use memory as the type that it was made with");
            return mlir::WalkResult::interrupt();
          })
          .wasInterrupted();
  return !isRefused;
}

static bool needsValues(mlir::Type type) {
  if (auto array = llvm::dyn_cast<ad::ArrayType>(type))
    return needsValues(array.getElementType());
  auto record = llvm::dyn_cast<ad::RecordType>(type);
  return record && record.needsValues();
}

bool adgen::checkAllocations(mlir::func::FuncOp function, RefuseMemory refuse) {
  const bool isRefused =
      function
          .walk([&](ad::HeapOp heap) {
            if (!needsValues(heap.getType().getPointee()) ||
                mlir::matchPattern(heap.getCount(), mlir::m_Constant()))
              return mlir::WalkResult::advance();
            refuse(heap.getLoc(),
                   "adgen cannot make an array of objects without a default constructor in the derivative, "
                   "unless their number is a constant",
                   "give '" + cxxTypeOf(heap.getType().getPointee()) + "' a default constructor");
            return mlir::WalkResult::interrupt();
          })
          .wasInterrupted();
  return !isRefused;
}

/// Whether an object of the type, null if that is not known, may be what `delete` gets as one of `freed`: it
/// is one, or of a class that is derived from it, whose fields begin with those of the base.
static bool mayBeFreedAs(mlir::Type type, mlir::Type freed) {
  if (!type || type == freed || llvm::isa<ad::OpaqueType>(type) || llvm::isa<ad::OpaqueType>(freed))
    return true;
  auto record = llvm::dyn_cast<ad::RecordType>(type), base = llvm::dyn_cast<ad::RecordType>(freed);
  return record && base && base.getFieldTypes().size() <= record.getFieldTypes().size() &&
         record.getFieldTypes().take_front(base.getFieldTypes().size()) == base.getFieldTypes();
}

bool adgen::checkReleases(mlir::func::FuncOp function, RefuseMemory refuse) {
  const Memory memory(function);
  const bool isRefused =
      function
          .walk([&](ad::ReleaseOp release) {
            const bool isForeign = llvm::any_of(memory.objectsOf(release.getPointer()), [&](unsigned object) {
              return !memory.isAllocated(object) &&
                     mayBeFreedAs(memory.objects()[object].type, release.getPointer().getType().getPointee());
            });
            if (!isForeign)
              return mlir::WalkResult::advance();
            refuse(release.getLoc(),
                   "adgen does not differentiate a function that frees memory which it has not allocated",
                   "");
            return mlir::WalkResult::interrupt();
          })
          .wasInterrupted();
  return !isRefused;
}
