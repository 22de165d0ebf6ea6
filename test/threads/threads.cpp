// Generated functions may be called from several threads at once, on different arguments: 8 threads call
// derivatives of every kind under ThreadSanitizer, which has nothing to say, and get what one thread alone
// gets.
//
// REQUIRES: tsan
// What threads share inside the runtime is compiled again, so that ThreadSanitizer sees it.
// DEFINE: %{lib} = %source-dir/lib/Runtime
// DEFINE: %{sources} = %s %{lib}/Buffer.cpp %{lib}/Cell.cpp %{lib}/Tensor.cpp
// DEFINE: %{tsan} = -fsanitize=thread -O1 -g1 -ffp-contract=off -pthread
// DEFINE: %{run} = env OPENBLAS_NUM_THREADS=1 TSAN_OPTIONS=exitcode=66
// RUN: %adgen %s -o %t.grad.h -- %flags
// RUN: %gxx %{tsan} -Wno-tsan -DADGEN_OUTPUT='"%t.grad.h"' %{sources} -o %t.gxx %ldflags
// RUN: %{run} %t.gxx
// RUN: %clang-plugin %{tsan} %{sources} -o %t.clang %ldflags
// RUN: %{run} %t.clang
//
// And ThreadSanitizer does look: one function keeps something between its calls.
// RUN: not %{run} %t.gxx --shared 2>&1 | FileCheck %s
// RUN: not %{run} %t.clang --shared 2>&1 | FileCheck %s
// CHECK: WARNING: ThreadSanitizer: data race

#include "Functions.h"

#ifdef ADGEN_OUTPUT
#include ADGEN_OUTPUT
#endif

#include "Together.h"

#include <array>

using together::Numbers;

namespace {

/// The numbers of an input.
Numbers numbers(int input, std::size_t count) {
  Numbers made;
  for (std::size_t i = 0; i < count; ++i)
    made.push_back(std::sin(0.7 * static_cast<double>(i) + 1.3 * input) + 0.1);
  return made;
}
adgen::TensorD tensor(int input, const adgen::Shape &shape) {
  const Numbers values = numbers(input, static_cast<std::size_t>(shape.numel()));
  return adgen::from_pointer(shape, values.data());
}
template <class T> Numbers &operator<<(Numbers &to, const adgen::BasicTensor<T> &from) {
  to.insert(to.end(), from.data(), from.data() + from.size());
  return to;
}
Numbers &operator<<(Numbers &to, double number) {
  to.push_back(number);
  return to;
}

Network network; // shared, and read alone

const bool added[] = {
    together::add("a loop with a tape",
                  [](int input) {
                    const Numbers x = numbers(input, 40);
                    Numbers d(40);
                    d << taped_grad(x.data(), 40, 0.3 + 0.01 * input, d.data());
                    return d;
                  }),
    together::add("a loop until something holds",
                  [](int input) {
                    Numbers d;
                    auto [value, dx] = untilSmall_value_and_grad(30 + input);
                    return d << value, d << dx;
                  }),
    together::add("recursion",
                  [](int input) {
                    Numbers d;
                    auto [da, db] = recursive_grad(0.4 + 0.05 * input, 0.8, 4 + input % 4);
                    return d << da, d << db;
                  }),
    together::add("local arrays",
                  [](int input) {
                    const Numbers x = numbers(input, 12);
                    Numbers d(12);
                    localArrays_grad(x.data(), d.data());
                    return d;
                  }),
    together::add("in place",
                  [](int input) {
                    Numbers x = numbers(input, 30), d = numbers(input + 1, 30);
                    inPlace_grad(x.data(), 30, d.data());
                    x.insert(x.end(), d.begin(), d.end());
                    return x;
                  }),
    together::add("the heap",
                  [](int input) {
                    const Numbers x = numbers(input, 20);
                    Numbers d(20);
                    onHeap_grad(x.data(), 20 - input % 5, d.data());
                    return d;
                  }),
    together::add("a list",
                  [](int input) {
                    const Numbers x = numbers(input, 9);
                    Numbers d(9);
                    list_grad(x.data(), 9, d.data());
                    return d;
                  }),
    together::add("checkpoints",
                  [](int input) {
                    Numbers d;
                    auto [dx, dy] = checkpointed_grad(0.5 + 0.02 * input, 0.2, 60 + input);
                    return d << dx, d << dy;
                  }),
    together::add("constant tables",
                  [](int input) { return Numbers{table_grad(0.1 * input - 0.35, input % 5)}; }),
    together::add("pointers to functions",
                  [](int input) {
                    Numbers d;
                    auto [dx, dy] = chosen_grad(0.3 * input, 0.7, input);
                    return d << dx, d << dy;
                  }),
    together::add("forward mode",
                  [](int input) {
                    const Numbers x = numbers(input, 25), along = numbers(input + 3, 25);
                    Numbers d;
                    auto [value, tangent] = forward_jvp(x.data(), 25, 0.6, along.data(), 1.5);
                    return d << value, d << tangent;
                  }),
    together::add("a second derivative", [](int input) { return Numbers{once_dx_dx(0.3 + 0.1 * input, 5)}; }),
    together::add("a struct with members",
                  [](int input) {
                    Numbers d;
                    const State s = flight_grad({0.1 * input, 1, 0.5}, 12);
                    return d << s.position, d << s.speed, d << s.drag;
                  }),
    together::add("tensors and BLAS",
                  [](int input) {
                    Numbers d;
                    const auto [dx, dw, db] = layers_grad(tensor(input, {9, 24}), tensor(input + 1, {24, 17}),
                                                          tensor(input + 2, {17}));
                    return d << dx, d << dw, d << db;
                  }),
    together::add("a loop over tensors",
                  [](int input) {
                    Numbers d;
                    const auto [dx, dw] =
                        recurrent_grad(tensor(input, {16}), tensor(input + 1, {16, 16}), 3 + input % 3);
                    return d << dx, d << dw;
                  }),
    together::add("weights",
                  [](int input) {
                    Numbers d;
                    const adgen::Tensor x =
                        adgen::uniform<float>({5, 12}, -1, 1, static_cast<std::uint64_t>(input));
                    const adgen::Tensor y =
                        adgen::uniform<float>({5, 2}, 0, 1, static_cast<std::uint64_t>(input + 9));
                    const auto [value, gradients] = loss_value_and_grad(network, x, y);
                    d << value;
                    for (const auto &gradient : gradients)
                      d << gradient;
                    return d;
                  }),
    together::add("a network of one's own",
                  [](int input) {
                    // Cells register: what they share is behind a lock.
                    Network own;
                    Numbers d;
                    const adgen::Tensor x =
                        adgen::uniform<float>({5, 12}, -1, 1, static_cast<std::uint64_t>(input));
                    const auto gradients = loss_grad(own, x, adgen::ones<float>({5, 2}));
                    for (const auto &gradient : gradients)
                      d << gradient;
                    return d;
                  }),
};

} // namespace

int main(int count, char **) { return count > 1 ? together::shared() : together::run(); }
