// The adjoint of a stencil scatters: from one element it adds to several
// neighbours, and what iterations add to one element meets in memory. A gather
// says the same the other way round: each element collects what all its
// neighbours have for it, once, and the machine can do many elements at a time.
//
//   for i: a[i - 1] += e(i); a[i + 1] += f(i)
//
// becomes
//
//   for j: a[j] += e(j + 1) + f(j - 1)
//
// where all these iterations exist; near both ends some do not. Unless it is
// known, the program finds out whether what the loop reads is apart from a.
#include "KeepMarks.h"

#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Lanes.h"
#include "adgen/IR/Report.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

namespace adgen {
#define GEN_PASS_DEF_GATHERSCATTERS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// What is computed again for each neighbour is to be cheap.
constexpr size_t highestCost = 24, costOfDivision = 6;
constexpr int64_t widestStencil = 16;

/// Accesses at constant distances from each other.
struct Track {
  const Access *first; ///< The others' distances are from here.
  int64_t least = 0, most = 0;
};

/// *p += value, or -= value.
struct Accumulation {
  const Access *load, *store;
  Value value;
  bool isNegative;
  unsigned track;
  int64_t offset = 0; ///< p is as far behind that of the track's first access.
};

class Gather {
public:
  Gather(scf::ForOp loop, const Memory &memory) : loop(loop), memory(memory), b(loop.getLoc(), loop) {}

  bool run() {
    if (!matchPattern(loop.getStep(), m_One()))
      return false;
    auto found = accessesOf(loop);
    if (!found)
      return false;
    accesses = std::move(*found);
    collect();
    if (gathered.empty() || !isCheap() || !isAllowed())
      return false;
    b.setLoc(asReverse(loop.getLoc()));
    lo = loop.getLowerBound();
    hi = b.createOrFold<arith::MaxSIOp>(lo, loop.getUpperBound());
    if (toCheck.empty()) {
      build();
      return true;
    }
    Value apart;
    for (auto [one, other] : toCheck) {
      Value both = areApart(tracks[one], tracks[other]);
      apart = apart ? b.create<arith::AndIOp>(apart, both) : both;
    }
    auto branch =
        b.create<scf::IfOp>(loop.getResultTypes(), apart, /*addThenBlock=*/true, /*addElseBlock=*/true);
    loop.replaceAllUsesWith(branch);
    yield(branch.elseBlock(), cast<scf::ForOp>(b.clone(*loop)));
    loop->moveBefore(branch.thenBlock(), branch.thenBlock()->begin());
    yield(branch.thenBlock(), loop);
    b.setInsertionPoint(loop);
    build();
    return true;
  }

private:
  std::optional<Accumulation> asAccumulation(const Access &store) {
    auto op = dyn_cast<StoreOp>(store.op);
    Operation *sum = op ? op.getValue().getDefiningOp() : nullptr;
    if (!sum || !isa<arith::AddFOp, arith::SubFOp>(sum) || !sum->hasOneUse() || !isReverse(op.getLoc()) ||
        store.address.factorOf(loop.getInductionVar()) != 1)
      return std::nullopt;
    const bool isNegative = isa<arith::SubFOp>(sum);
    for (unsigned operand = 0; operand < (isNegative ? 1 : 2); ++operand)
      for (const Access &load : accesses)
        if (load.op == sum->getOperand(operand).getDefiningOp() && !load.isWrite &&
            load.pointer == store.pointer && load.op->hasOneUse())
          return Accumulation{&load, &store, sum->getOperand(1 - operand), isNegative, trackOf(store)};
    return std::nullopt;
  }

  /// An index in a row of a matrix stays in that row.
  static Value rowOf(Value pointer) {
    auto offset = pointer.getDefiningOp<OffsetOp>();
    return offset && offset.getInside() ? offset.getPointer() : Value();
  }

  unsigned trackOf(const Access &access) const {
    auto found = llvm::find_if(tracks, [&](const Track &track) {
      return track.first->type == access.type && rowOf(track.first->pointer) == rowOf(access.pointer) &&
             access.address.distanceFrom(track.first->address);
    });
    return found - tracks.begin();
  }

  /// Finds the tracks, and which of them are accumulated to at several distances and not accessed otherwise.
  void collect() {
    for (const Access &access : accesses) {
      unsigned track = trackOf(access);
      if (track == tracks.size())
        tracks.push_back({&access});
      int64_t distance = *access.address.distanceFrom(tracks[track].first->address);
      tracks[track].least = std::min(tracks[track].least, distance);
      tracks[track].most = std::max(tracks[track].most, distance);
    }
    for (const Access &access : accesses)
      if (access.isWrite)
        if (auto found = asAccumulation(access)) {
          found->offset = *access.address.distanceFrom(tracks[found->track].first->address);
          for (const Access *part : {found->load, found->store})
            sums.insert(part->op);
          gathered[found->track].push_back(*found);
        }
    gathered.remove_if([&](const auto &group) {
      const Track &track = tracks[group.first];
      return track.least == track.most || track.most - track.least > widestStencil;
    });
    for (const auto &[track, group] : gathered)
      for (const Accumulation &accumulation : group)
        for (const Access *access : {accumulation.load, accumulation.store})
          parts.insert(access->op);
    for (const auto &[track, group] : gathered)
      for (const Accumulation &accumulation : group)
        collectSlice(accumulation.value);
  }

  void collectSlice(Value value) {
    Operation *op = value.getDefiningOp();
    if (!op || op->getBlock() != loop.getBody() || !slice.insert(op))
      return;
    llvm::for_each(op->getOperands(), [&](Value operand) { collectSlice(operand); });
  }

  bool isCheap() const {
    size_t cost = 0;
    for (Operation *op : slice) {
      if (!isa<LoadOp, OffsetOp, DecayOp, PtrCastOp>(op) && !isa<arith::ArithDialect>(op->getDialect()))
        return false;
      if (isa<FloatType>(op->getResult(0).getType()))
        cost += isa<arith::DivFOp, arith::RemFOp>(op) ? costOfDivision : 1;
    }
    return cost <= highestCost;
  }

  /// All iterations together touch what is between the first and the last.
  bool isSpan(const Access &access) {
    int64_t factor = access.address.factorOf(loop.getInductionVar());
    return factor == 0 || factor == 1;
  }

  /// Nothing that the loop reads or writes otherwise is what it gathers, and nothing that the gathers read is
  /// overwritten before they read it.
  bool isAllowed() {
    auto isApart = [&](const Access &one, const Access &other, bool mayMeet) {
      switch (overlapOf(one, other, loop, memory)) {
      case Overlap::Never:
        return true;
      case Overlap::SameIteration:
        return mayMeet;
      case Overlap::Possible:
        return false;
      case Overlap::Unknown:
        toCheck.insert({trackOf(one), trackOf(other)});
        return isSpan(one) && isSpan(other);
      }
      llvm_unreachable("a kind of overlap");
    };
    for (const Access &access : accesses) {
      if (parts.contains(access.op))
        continue;
      // Sums may be taken in any order.
      if (!sums.contains(access.op))
        for (const auto &[track, group] : gathered)
          for (const Accumulation &accumulation : group)
            if (!isApart(access, *accumulation.store, false))
              return false;
      if (!access.isWrite || slice.empty())
        continue;
      for (const Access &read : accesses)
        if (slice.contains(read.op) && !isApart(access, read, read.op->isBeforeInBlock(access.op)))
          return false;
    }
    // The iterations' own result must not be what the gathers read.
    return llvm::none_of(slice, [&](Operation *op) {
      return llvm::any_of(op->getOperands(), [&](Value operand) {
        return llvm::is_contained(loop.getRegionIterArgs(), operand);
      });
    });
  }

  Value constant(int64_t number) {
    return b.create<arith::ConstantOp>(b.getIntegerAttr(loop.getInductionVar().getType(), number));
  }

  Value plus(Value index, int64_t number) {
    return number == 0 ? index : b.createOrFold<arith::AddIOp>(index, constant(number));
  }

  /// The value in the iteration that the mapping gives.
  Value cloned(Value value, IRMapping &mapping) {
    if (Value known = mapping.lookupOrNull(value))
      return known;
    Operation *op = value.getDefiningOp();
    if (!op || op->getBlock() != loop.getBody())
      return value;
    for (Value operand : op->getOperands())
      mapping.map(operand, cloned(operand, mapping));
    return b.clone(*op, mapping)->getResult(cast<OpResult>(value).getResultNumber());
  }

  Value cloned(Value value, Value iteration) {
    IRMapping mapping;
    mapping.map(loop.getInductionVar(), iteration);
    return cloned(value, mapping);
  }

  Value areApart(const Track &one, const Track &other) {
    auto end = [&](const Track &track, Value iteration, int64_t distance) -> Value {
      if (track.first->address.factorOf(loop.getInductionVar()) != 0)
        return cloned(track.first->pointer, plus(iteration, distance));
      Value pointer = cloned(track.first->pointer, iteration);
      return distance == 0 ? pointer : b.create<OffsetOp>(pointer, constant(distance));
    };
    auto isBehind = [&](const Track &front, const Track &back) -> Value {
      const bool moves = front.first->address.factorOf(loop.getInductionVar()) != 0;
      return b.create<PtrCompareOp>("le", end(front, moves ? hi : lo, front.most + (moves ? 0 : 1)),
                                    end(back, lo, back.least));
    };
    return b.create<arith::OrIOp>(isBehind(one, other), isBehind(other, one));
  }

  void yield(Block *block, scf::ForOp result) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(block);
    if (result->getBlock() != block)
      result->moveBefore(block, block->end());
    if (!block->mightHaveTerminator())
      b.create<scf::YieldOp>(result.getResults());
  }

  void build() {
    for (const auto &[track, group] : gathered)
      build(group);
    for (const auto &[track, group] : gathered)
      for (const Accumulation &accumulation : group) {
        Operation *sum = accumulation.store->op->getOperand(0).getDefiningOp();
        accumulation.store->op->erase();
        sum->erase();
        accumulation.load->op->erase();
      }
  }

  /// `to` += what the accumulations of the iteration before it by `offset` have for it.
  Value collected(llvm::ArrayRef<Accumulation> group, int64_t offset, Value iteration, Value sum) {
    IRMapping mapping;
    mapping.map(loop.getInductionVar(), iteration);
    for (const Accumulation &accumulation : group)
      if (accumulation.offset == offset) {
        Value value = cloned(accumulation.value, mapping);
        if (sum)
          sum = accumulation.isNegative ? b.create<arith::SubFOp>(sum, value)
                                        : b.create<arith::AddFOp>(sum, value).getResult();
        else
          sum = accumulation.isNegative ? b.create<arith::NegFOp>(value) : value;
      }
    return sum;
  }

  void add(Value pointer, Value sum) {
    b.create<StoreOp>(b.create<arith::AddFOp>(b.create<LoadOp>(pointer), sum), pointer);
  }

  void build(llvm::ArrayRef<Accumulation> group) {
    // Offsets around zero read best: i - 1, i, i + 1.
    SmallVector<int64_t> offsets;
    for (const Accumulation &accumulation : group)
      offsets.push_back(accumulation.offset);
    llvm::sort(offsets);
    offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
    const int64_t middle = offsets[offsets.size() / 2], least = offsets.front() - middle,
                  most = offsets.back() - middle;
    Value at;
    for (const Accumulation &accumulation : group)
      if (accumulation.offset == middle)
        at = accumulation.store->pointer;
    b.setLoc(asReverse(group.front().store->op->getLoc()));
    Location name = withName(b.getLoc(), nameOf(loop.getInductionVar().getLoc()));
    auto forLoop = [&](Value from, Value to, llvm::function_ref<void(Value)> body) {
      auto made = b.create<scf::ForOp>(from, to, loop.getStep());
      made.getInductionVar().setLoc(name);
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(made.getBody());
      body(made.getInductionVar());
    };

    Value first = plus(lo, most);
    Value last = b.createOrFold<arith::MaxSIOp>(first, plus(hi, least));
    forLoop(first, last, [&](Value j) {
      Value sum;
      for (int64_t offset : offsets)
        sum = collected(group, offset, plus(j, middle - offset), sum);
      add(cloned(at, j), sum);
    });
    // Near the ends, not every neighbour exists.
    const int64_t width = most - least;
    Value behind = b.createOrFold<arith::SubIOp>(plus(hi, most), last);
    forLoop(constant(0), plus(behind, width), [&](Value step) {
      Value isInFront = b.create<arith::CmpIOp>(arith::CmpIPredicate::slt, step, constant(width));
      Value j = b.create<arith::AddIOp>(
          step, b.create<arith::SelectOp>(isInFront, plus(lo, least), plus(last, -width)));
      j.setLoc(name);
      for (int64_t offset : offsets) {
        Value iteration = plus(j, middle - offset);
        Value exists =
            b.create<arith::AndIOp>(b.create<arith::CmpIOp>(arith::CmpIPredicate::sge, iteration, lo),
                                    b.create<arith::CmpIOp>(arith::CmpIPredicate::slt, iteration, hi));
        auto branch = b.create<scf::IfOp>(exists, /*withElseRegion=*/false);
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPointToStart(branch.thenBlock());
        Value pointer = cloned(at, j);
        add(pointer, collected(group, offset, iteration, {}));
      }
    });
  }

  scf::ForOp loop;
  const Memory &memory;
  ImplicitLocOpBuilder b;
  SmallVector<Access> accesses;
  SmallVector<Track> tracks;
  llvm::MapVector<unsigned, SmallVector<Accumulation, 4>> gathered; ///< By track.
  llvm::DenseSet<Operation *> parts;                                ///< Loads and stores of what is gathered.
  llvm::DenseSet<Operation *> sums;                                 ///< Those of all accumulations.
  llvm::SetVector<Operation *> slice; ///< What computes the values that are added.
  llvm::SmallSetVector<std::pair<unsigned, unsigned>, 4> toCheck;
  Value lo, hi;
};

struct GatherScatters : adgen::impl::GatherScattersBase<GatherScatters> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    // Addresses of lanes cannot be compared with those of numbers.
    if (function.isExternal() || function->hasAttr(lanesMark))
      return;
    SmallVector<scf::ForOp> loops;
    function.walk([&](scf::ForOp loop) { loops.push_back(loop); });
    const Memory memory(function);
    bool changed = false;
    for (scf::ForOp loop : loops) {
      const Location place = loop.getLoc();
      if (!Gather(loop, memory).run())
        continue;
      changed = true;
      if (isReporting(function))
        tell(place,
             "in the reverse sweep, each element collects what this loop's iterations add to it and its "
             "neighbours: one store instead of several");
    }
    if (!changed)
      return;
    // (j + 1) - 1
    RewritePatternSet patterns(&getContext());
    arith::AddIOp::getCanonicalizationPatterns(patterns, &getContext());
    arith::SubIOp::getCanonicalizationPatterns(patterns, &getContext());
    scf::ForOp::getCanonicalizationPatterns(patterns, &getContext());
    KeepMarks keep;
    GreedyRewriteConfig config;
    config.listener = &keep;
    if (failed(applyPatternsAndFoldGreedily(function, std::move(patterns), config)))
      signalPassFailure();
  }
};

} // namespace
