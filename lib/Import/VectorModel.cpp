// What std::vector does, in C++ that adgen imports as it does the user's own classes: three members, and
// memory from new[]. All objects up to `room` are alive, so that the memory is that of an array.
//
// The loops run to a constant: then adgen sees how often, whatever the elements are.
//
// Session has the parser read this where a function with vectors is differentiated. Models.cpp finds the
// member function that stands for the library's.

#include "adgen/Import/StandardModels.h"

const char *const adgen::vectorModel = R"cpp(
namespace adgen {
namespace library {
template <class T, class Standard, class List> class vector {
public:
  using size_type = decltype(sizeof(0));
  using iterator = typename Standard::iterator;
  using const_iterator = typename Standard::const_iterator;
  using reverse_iterator = typename Standard::reverse_iterator;
  using const_reverse_iterator = typename Standard::const_reverse_iterator;

  vector() {}
  explicit vector(size_type n) : first(new T[n]()), count(n), room(n) {}
  vector(size_type n, const T &value) : first(new T[n]), count(n), room(n) {
    for (size_type i = 0; i < n; ++i)
      first[i] = value;
  }
  vector(List values) : first(new T[values.size()]), count(values.size()), room(values.size()) {
    const size_type n = values.size();
    for (size_type i = 0; i < n; ++i)
      first[i] = values.begin()[i];
  }
  template <class Iterator> vector(Iterator begin, Iterator end) {
    const size_type n = end - begin;
    first = new T[n];
    count = room = n;
    for (size_type i = 0; i < n; ++i)
      first[i] = begin[i];
  }
  vector(const vector &other) : first(new T[other.count]), count(other.count), room(other.count) {
    const size_type n = other.count;
    for (size_type i = 0; i < n; ++i)
      first[i] = other.first[i];
  }
  vector(vector &&other) : first(other.first), count(other.count), room(other.room) {
    other.first = nullptr;
    other.count = other.room = 0;
  }
  ~vector() { release(first, room); }

  vector &operator=(const vector &other) {
    if (this != &other) {
      const size_type n = other.count;
      makeRoom(n);
      for (size_type i = 0; i < n; ++i)
        first[i] = other.first[i];
      count = n;
    }
    return *this;
  }
  vector &operator=(vector &&other) {
    if (this != &other) {
      release(first, room);
      first = other.first;
      count = other.count;
      room = other.room;
      other.first = nullptr;
      other.count = other.room = 0;
    }
    return *this;
  }
  vector &operator=(List values) {
    assign(values);
    return *this;
  }
  void assign(size_type n, const T &value) {
    const T kept(value);
    makeRoom(n);
    for (size_type i = 0; i < n; ++i)
      first[i] = kept;
    count = n;
  }
  void assign(List values) {
    const size_type n = values.size();
    makeRoom(n);
    for (size_type i = 0; i < n; ++i)
      first[i] = values.begin()[i];
    count = n;
  }
  template <class Iterator> void assign(Iterator begin, Iterator end) {
    const size_type n = end - begin;
    makeRoom(n);
    for (size_type i = 0; i < n; ++i)
      first[i] = begin[i];
    count = n;
  }

  iterator begin() { return iterator(first); }
  const_iterator begin() const { return const_iterator(first); }
  const_iterator cbegin() const { return const_iterator(first); }
  iterator end() { return iterator(first + count); }
  const_iterator end() const { return const_iterator(first + count); }
  const_iterator cend() const { return const_iterator(first + count); }
  reverse_iterator rbegin() { return reverse_iterator(end()); }
  const_reverse_iterator rbegin() const { return const_reverse_iterator(end()); }
  const_reverse_iterator crbegin() const { return const_reverse_iterator(end()); }
  reverse_iterator rend() { return reverse_iterator(begin()); }
  const_reverse_iterator rend() const { return const_reverse_iterator(begin()); }
  const_reverse_iterator crend() const { return const_reverse_iterator(begin()); }
  size_type size() const { return count; }
  bool empty() const { return count == 0; }
  T &operator[](size_type i) { return first[i]; }
  const T &operator[](size_type i) const { return first[i]; }
  T &at(size_type i) { return first[i]; }
  const T &at(size_type i) const { return first[i]; }
  T &front() { return first[0]; }
  const T &front() const { return first[0]; }
  T &back() { return first[count - 1]; }
  const T &back() const { return first[count - 1]; }
  T *data() { return first; }
  const T *data() const { return first; }

  void reserve(size_type n) {
    if (n > room)
      move(n);
  }
  void shrink_to_fit() {}
  void resize(size_type n) {
    grow(n);
    for (size_type i = count; i < n; ++i) {
      T none = T();
      first[i] = static_cast<T &&>(none);
    }
    count = n;
  }
  void resize(size_type n, const T &value) {
    const T kept(value);
    grow(n);
    for (size_type i = count; i < n; ++i)
      first[i] = kept;
    count = n;
  }
  void clear() { count = 0; }
  void push_back(const T &value) {
    const T kept(value);
    grow(count + 1);
    first[count] = kept;
    ++count;
  }
  void push_back(T &&value) {
    T kept(static_cast<T &&>(value));
    grow(count + 1);
    first[count] = static_cast<T &&>(kept);
    ++count;
  }
  template <class... Arguments> T &emplace_back(Arguments &&...arguments) {
    T made(static_cast<Arguments &&>(arguments)...);
    grow(count + 1);
    first[count] = static_cast<T &&>(made);
    ++count;
    return first[count - 1];
  }
  void pop_back() { --count; }
  iterator insert(const_iterator at, const T &value) {
    const T kept(value);
    const size_type k = at.base() - first;
    open(k, 1);
    first[k] = kept;
    return iterator(first + k);
  }
  iterator insert(const_iterator at, T &&value) {
    T kept(static_cast<T &&>(value));
    const size_type k = at.base() - first;
    open(k, 1);
    first[k] = static_cast<T &&>(kept);
    return iterator(first + k);
  }
  iterator insert(const_iterator at, size_type n, const T &value) {
    const T kept(value);
    const size_type k = at.base() - first;
    open(k, n);
    for (size_type i = 0; i < n; ++i)
      first[k + i] = kept;
    return iterator(first + k);
  }
  iterator insert(const_iterator at, List values) {
    const size_type k = at.base() - first, n = values.size();
    open(k, n);
    for (size_type i = 0; i < n; ++i)
      first[k + i] = values.begin()[i];
    return iterator(first + k);
  }
  template <class... Arguments> iterator emplace(const_iterator at, Arguments &&...arguments) {
    T made(static_cast<Arguments &&>(arguments)...);
    const size_type k = at.base() - first;
    open(k, 1);
    first[k] = static_cast<T &&>(made);
    return iterator(first + k);
  }
  template <class Iterator> iterator insert(const_iterator at, Iterator begin, Iterator end) {
    const size_type k = at.base() - first, n = end - begin;
    open(k, n);
    for (size_type i = 0; i < n; ++i)
      first[k + i] = begin[i];
    return iterator(first + k);
  }
  iterator erase(const_iterator at) {
    const size_type k = at.base() - first;
    close(k, 1);
    return iterator(first + k);
  }
  iterator erase(const_iterator from, const_iterator to) {
    const size_type k = from.base() - first, n = to.base() - from.base();
    close(k, n);
    return iterator(first + k);
  }
  void swap(vector &other) {
    T *const own = first;
    first = other.first;
    other.first = own;
    const size_type ownCount = count, ownRoom = room;
    count = other.count;
    room = other.room;
    other.count = ownCount;
    other.room = ownRoom;
  }

private:
  static void release(T *objects, size_type n) {
    if constexpr (!__is_trivially_destructible(T))
      for (size_type i = 0; i < n; ++i)
        objects[i].~T();
    delete[] objects;
  }
  /// For as many objects, whatever the vector has held.
  void makeRoom(size_type n) {
    if (n > room) {
      release(first, room);
      first = new T[n];
      room = n;
    }
  }
  void grow(size_type n) {
    if (n > room)
      move(n > 2 * room ? n : 2 * room);
  }
  void move(size_type n) {
    T *const moved = new T[n];
    const size_type held = count;
    for (size_type i = 0; i < held; ++i)
      moved[i] = static_cast<T &&>(first[i]);
    release(first, room);
    first = moved;
    room = n;
  }
  /// Moves what stands behind `k` up by n.
  void open(size_type k, size_type n) {
    grow(count + n);
    for (size_type i = count; i > k; --i)
      first[i - 1 + n] = static_cast<T &&>(first[i - 1]);
    count += n;
  }
  void close(size_type k, size_type n) {
    const size_type held = count;
    for (size_type i = k + n; i < held; ++i)
      first[i - n] = static_cast<T &&>(first[i]);
    count -= n;
  }

public:
  T *first = nullptr;
  size_type count = 0, room = 0;
};
} // namespace library
} // namespace adgen
)cpp";
