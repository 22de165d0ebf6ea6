//===- Buffer.h - Shared, aligned storage of tensors ------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_BUFFER_H
#define ADGEN_RUNTIME_BUFFER_H

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace adgen::detail {

/// The header of one heap block; the elements follow it, 64-byte aligned.
/// Released blocks wait in a bounded free list of the releasing thread, since
/// at the sizes of a layer's activations malloc and page faults cost more than
/// the arithmetic.
struct alignas(64) Buffer {
  std::atomic<int64_t> references{1};
  int sizeClass = 0;

  void *data() { return this + 1; }

  void retain() { references.fetch_add(1, std::memory_order_relaxed); }
  void release() {
    if (references.load(std::memory_order_acquire) == 1 ||
        references.fetch_sub(1, std::memory_order_acq_rel) == 1)
      deallocate(this);
  }
  /// Nobody else can reach the elements, so they may be written.
  bool unique() const { return references.load(std::memory_order_acquire) == 1; }

  /// A block for at least \p bytes bytes, owned once. \throws std::bad_alloc.
  static Buffer *allocate(size_t bytes);

private:
  static void deallocate(Buffer *buffer) noexcept;
};

} // namespace adgen::detail

#endif // ADGEN_RUNTIME_BUFFER_H
