#include "adgen/runtime/Buffer.h"

#include <new>

using namespace adgen::detail;

namespace {

// Four size classes per power of two: at most a fifth of a block is wasted.
constexpr int ClassesPerDoubling = 4;
constexpr size_t SmallestBlock = 128;
constexpr size_t LargestCachedBlock = size_t{32} << 20;
constexpr size_t CacheLimit = size_t{64} << 20;
constexpr int ClassCount = 76; // 128 bytes to 64 MiB
constexpr int BlocksPerClass = 8;

int classFor(size_t bytes) {
  if (bytes <= SmallestBlock)
    return 0;
  int exponent = 63 - __builtin_clzll(bytes - 1);
  size_t step = (size_t{1} << exponent) / ClassesPerDoubling;
  auto quarter = static_cast<int>((bytes - 1 - (size_t{1} << exponent)) / step);
  return (exponent - 7) * ClassesPerDoubling + quarter + 1;
}

size_t bytesOf(int sizeClass) {
  if (sizeClass == 0)
    return SmallestBlock;
  size_t base = SmallestBlock << ((sizeClass - 1) / ClassesPerDoubling);
  return base + base / ClassesPerDoubling * static_cast<size_t>((sizeClass - 1) % ClassesPerDoubling + 1);
}

void destroy(Buffer *buffer) {
  buffer->~Buffer();
  ::operator delete(buffer, std::align_val_t{64});
}

// The sanitizers see use after release only if memory really goes back.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool Caching = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool Caching = false;
#else
constexpr bool Caching = true;
#endif
#else
constexpr bool Caching = true;
#endif

// Trivially destructible, so that tensors with static storage can still be
// released after this thread's Closer has run.
struct Cache {
  Buffer *blocks[ClassCount][BlocksPerClass];
  unsigned char used[ClassCount];
  size_t bytes;
  bool registered, closed;
};
thread_local Cache cache;

struct Closer {
  ~Closer() {
    cache.closed = true;
    for (int c = 0; c < ClassCount; ++c)
      while (cache.used[c])
        destroy(cache.blocks[c][--cache.used[c]]);
  }
};

void registerCloser() {
  thread_local Closer closer;
  (void)closer;
  cache.registered = true;
}

} // namespace

Buffer *Buffer::allocate(size_t bytes) {
  int sizeClass = -1;
  if (Caching && bytes <= LargestCachedBlock) {
    sizeClass = classFor(bytes);
    if (unsigned char &used = cache.used[sizeClass]) {
      Buffer *buffer = cache.blocks[sizeClass][--used];
      cache.bytes -= bytesOf(sizeClass);
      buffer->references.store(1, std::memory_order_relaxed);
      return buffer;
    }
    bytes = bytesOf(sizeClass);
  }
  void *memory = ::operator new(sizeof(Buffer) + bytes, std::align_val_t{64});
  auto *buffer = new (memory) Buffer;
  buffer->sizeClass = sizeClass;
  return buffer;
}

void Buffer::deallocate(Buffer *buffer) noexcept {
  int c = buffer->sizeClass;
  if (c < 0 || cache.closed || cache.used[c] == BlocksPerClass || cache.bytes + bytesOf(c) > CacheLimit) {
    destroy(buffer);
    return;
  }
  if (!cache.registered)
    registerCloser();
  cache.blocks[c][cache.used[c]++] = buffer;
  cache.bytes += bytesOf(c);
}
