// The comparisons behind adgen/check.h, and included by it only.
#pragma once

namespace adgen::detail {

/// A central difference, and what the rounding of the two values may make of it.
struct Quotient {
  double value, rounding;
  Quotient(double up, double down, double apart, double epsilon)
      : value((up - down) / apart),
        rounding(epsilon * std::fmax(std::fabs(up), std::fabs(down)) / std::fabs(apart)) {}
};

/// A central difference, taken at the step where it agrees best with those at the steps beside it: above,
/// the function's curvature shows, below, its rounding.
struct Difference {
  double value = std::numeric_limits<double>::quiet_NaN();
  double step = 0;
  double doubt = std::numeric_limits<double>::infinity(); ///< How far they disagree even there.
  double rounding = 0;                                    ///< What rounding makes of it there.
};

/// \param quotientAt the quotient for a step
template <class F> Difference studySteps(const F &quotientAt, double size, double epsilon) {
  Difference best;
  double before = std::numeric_limits<double>::quiet_NaN(), extrapolatedBefore = before;
  for (double step = size / 8; step > size * std::pow(epsilon, 0.75); step /= 2) {
    const Quotient here = quotientAt(step);
    const double extrapolated = here.value + (here.value - before) / 3;
    const double doubt =
        std::fabs(extrapolated - extrapolatedBefore) + std::fabs(here.value) * epsilon * size / step;
    // Differences of rounded values may agree by chance: a small step's rounding counts.
    if (doubt + here.rounding < best.doubt + best.rounding)
      best = {extrapolated, step, doubt, here.rounding};
    before = here.value;
    extrapolatedBefore = extrapolated;
  }
  return best;
}

/// What is compared, and the worst of it.
struct Comparison {
  double epsilon;
  CheckResult result;

  /// \param scale of the whole gradient: what is lost by rounding is relative to that
  void compare(int position, std::size_t index, Difference expected, double actual, double scale) {
    ++result.entries;
    const double size = std::fmax(std::fabs(expected.value), std::fabs(actual));
    const double tolerance = std::pow(epsilon, 0.4);
    // A derivative that is zero leaves nothing but rounding, that of ten operations, say.
    const double limit = tolerance * std::fmax(size, 1e-2 * scale) + 10 * expected.rounding +
                         std::numeric_limits<double>::min();
    const double apart = std::fabs(expected.value - actual);
    // What is not sure of itself proves nothing.
    const bool agrees = apart <= limit && expected.doubt <= limit;
    const double error = apart == 0 ? 0 : apart / std::fmax(size, 1e-2 * scale);
    if (result.entries == 1 || (result.passed && !agrees) ||
        (result.passed == agrees && (std::isnan(error) || error > result.relativeError))) {
      result.position = position;
      result.index = index;
      result.expected = expected.value;
      result.actual = actual;
      result.relativeError = error;
      result.step = expected.step;
      describe(agrees, apart <= limit);
    }
    result.passed &= agrees;
  }

private:
  void describe(bool agrees, bool onlyDoubt) {
    char text[400];
    const char *verdict = agrees ? "agrees" : onlyDoubt ? "the differences reach no plateau here" : "differs";
    const std::string where = result.position < 0 ? "along a direction"
                                                  : "parameter " + std::to_string(result.position) +
                                                        ", number " + std::to_string(result.index);
    std::snprintf(text, sizeof text,
                  "%s: %s: expected %.12g, actual %.12g, relative error %.2g, at step %.2g", verdict,
                  where.c_str(), result.expected, result.actual, result.relativeError, result.step);
    result.message = text;
  }
};

/// Whether the gradient of a parameter of this type is added into a buffer.
template <class P>
inline constexpr bool isBuffered =
    std::is_pointer_v<P> || (std::is_lvalue_reference_v<P> && !std::is_const_v<std::remove_reference_t<P>>);

template <int... first, int... second> Wrt<first..., second...> operator+(Wrt<first...>, Wrt<second...>);

template <class F> struct CheckedSignature;
template <class R, class... P> struct CheckedSignature<R (*)(P...)> {
  using Result = std::conditional_t<std::is_void_v<R>, std::tuple<>, std::decay_t<R>>;
  using Arguments = std::tuple<Held<P>...>;
  static constexpr bool returnsNothing = std::is_void_v<R>;
  template <int position>
  using ReturnedIf =
      std::conditional_t<isBuffered<std::tuple_element_t<position, std::tuple<P...>>>, Wrt<>, Wrt<position>>;
};
template <class R, class... P>
struct CheckedSignature<R (*)(P...) noexcept> : CheckedSignature<R (*)(P...)> {};

/// Whether a gradient comes back, and is not added into a buffer.
template <int position, int... returned> constexpr bool isIn(Wrt<returned...>) {
  return ((position == returned) || ...);
}

/// One function at one point. The number whose derivative is taken is the sum of the numbers that it
/// returns, weighted, and of those that it leaves behind the parameters that have buffers, weighted with
/// what is in the buffers. For memory that is only read, that is a gradient added to what was there.
template <auto function, int... positions> class Checked {
public:
  using Signature = CheckedSignature<decltype(function)>;
  using Result = typename Signature::Result;
  using Arguments = typename Signature::Arguments;
  static constexpr bool returnsNothing = Signature::returnsNothing;
  /// The positions whose gradients are returned, by the types of their parameters.
  using Returned = decltype((Wrt<>() + ... + typename Signature::template ReturnedIf<positions>()));

  template <class... Given>
  explicit Checked(const Given &...given) : arguments(given...), seeds(arguments), direction(arguments) {
    // The parameters differ by an irrational number, too.
    (fillWithWeights(std::get<positions>(seeds).value, 0.1 + 0.7548776662466927 * positions), ...);
    (fillWithWeights(std::get<positions>(direction).value, 0.4 + 0.7548776662466927 * positions), ...);
    epsilon = largestEpsilon();
  }

  /// Calls what returns void as if it returned an empty tuple.
  template <class F, class... A> static auto invoke(const F &f, A &&...a) {
    if constexpr (std::is_void_v<decltype(f(std::forward<A>(a)...))>) {
      f(std::forward<A>(a)...);
      return std::tuple<>();
    } else {
      return f(std::forward<A>(a)...);
    }
  }
  static Result run(Arguments &held) {
    return std::apply([](auto &...each) { return invoke(function, each.pass()...); }, held);
  }

  /// The weighted sum. \tparam Returned the positions whose gradients are returned
  template <class Returned, class Weights> double objective(Arguments held, const Weights &weights) {
    long double sum = dot(run(held), weights);
    ((isIn<positions>(Returned())
          ? void()
          : void(sum += dot(std::get<positions>(held).value, realsOf(std::get<positions>(seeds).value)))),
     ...);
    return static_cast<double>(sum);
  }
  template <class T> static long double dot(const T &value, const std::vector<long double> &weights) {
    long double sum = 0;
    const std::vector<long double> numbers = realsOf(value);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (i >= weights.size() || weights[i] != 0)
        sum += numbers[i] * (i < weights.size() ? weights[i] : 1);
    return sum;
  }

  /// Compares a gradient, one parameter after the other.
  template <class Returned>
  CheckResult compare(const std::vector<std::vector<double>> &gradients,
                      const std::vector<long double> &weights) {
    Comparison comparison{epsilon, {}};
    double scale = 0;
    for (const std::vector<double> &gradient : gradients)
      for (double entry : gradient)
        if (std::isfinite(entry))
          scale = std::fmax(scale, std::fabs(entry));
    std::size_t next = 0;
    (compareParameter<positions, Returned>(comparison, gradients[next++], weights, scale), ...);
    if (!comparison.result.entries) {
      comparison.result.passed = false;
      comparison.result.message = "there is no number to compare";
    }
    return comparison.result;
  }

  template <int position, class Returned>
  void compareParameter(Comparison &comparison, const std::vector<double> &gradient,
                        const std::vector<long double> &weights, double scale) {
    const std::vector<long double> at = realsOf(std::get<position>(arguments).value);
    if (gradient.size() != at.size()) {
      comparison.compare(position, 0, {}, std::numeric_limits<double>::quiet_NaN(), scale);
      comparison.result.message += "; the gradient has " + std::to_string(gradient.size()) +
                                   " numbers, the parameter " + std::to_string(at.size());
      return;
    }
    for (std::size_t i = 0; i < at.size(); ++i) {
      auto slope = [&](double step) {
        long double apart = 0;
        auto moved = [&](double by) {
          Arguments held = arguments;
          std::size_t number = 0;
          eachReal(std::get<position>(held).value, [&](auto &real) {
            if (number++ != i)
              return;
            real += static_cast<std::decay_t<decltype(real)>>(by);
            apart = real - apart; // as the type can tell them
          });
          return objective<Returned>(held, weights);
        };
        const double down = moved(-step), up = moved(step);
        return Quotient(up, down, static_cast<double>(apart), epsilon);
      };
      // The coarser the numbers, the further apart: 0.01 for double, 0.14 for float.
      const double size = std::fmax(std::pow(epsilon, 0.125), std::fabs(static_cast<double>(at[i])));
      comparison.compare(position, i, studySteps(slope, size, epsilon), gradient[i], scale);
    }
  }

  /// What a call leaves as gradients, in the order of the positions. \param call takes (arguments, buffers)
  template <class Returned, class Call> std::vector<std::vector<double>> gradientsFrom(const Call &call) {
    Arguments held = arguments, buffers = seeds;
    auto returned = asTuple<Returned>(call(held, buffers));
    std::vector<std::vector<double>> gradients;
    (gradients.push_back(gradientAt<positions>(Returned(), returned, buffers)), ...);
    return gradients;
  }

  /// Calls `f` with the arguments, `more`, and the buffers of those gradients that are not returned.
  template <class Returned, class F, class... More>
  static auto callReverse(const F &f, Arguments &held, Arguments &buffers, More &...more) {
    auto passed =
        std::apply([](auto &...each) { return std::tuple<decltype(each.pass())...>(each.pass()...); }, held);
    auto last = std::tuple_cat(bufferOf<positions, Returned>(buffers)...);
    return std::apply([&](auto &&...each) { return invoke(f, std::forward<decltype(each)>(each)...); },
                      std::tuple_cat(passed, std::tie(more...), last));
  }

  Arguments arguments, seeds, direction;
  double epsilon = 0;

private:
  double largestEpsilon() {
    Arguments once = arguments;
    return std::apply(
        [&](auto &...each) {
          double largest = epsilonOf(run(once));
          ((largest = std::fmax(largest, epsilonOf(each.value))), ...);
          return largest;
        },
        arguments);
  }
  template <int position, class Returned> static auto bufferOf(Arguments &buffers) {
    if constexpr (isIn<position>(Returned()))
      return std::tuple<>();
    else
      return std::make_tuple(std::get<position>(buffers).buffer());
  }
  template <class Returned, class T> static auto asTuple(T returned) {
    if constexpr (sizeOf(Returned()) == 0)
      return std::tuple<>();
    else if constexpr (sizeOf(Returned()) == 1)
      return std::make_tuple(std::move(returned));
    else
      return returned;
  }
  template <int... returned> static constexpr std::size_t sizeOf(Wrt<returned...>) {
    return sizeof...(returned);
  }
  template <int position, int... returned> static constexpr std::size_t indexIn(Wrt<returned...>) {
    std::size_t index = 0;
    bool isBehind = false;
    ((isBehind |= position == returned, index += !isBehind), ...);
    return index;
  }
  template <int position, class Returned, class T>
  static std::vector<double> gradientAt(Returned, T &gradients, Arguments &buffers) {
    std::vector<long double> reals;
    if constexpr (isIn<position>(Returned()))
      reals = realsOf(std::get<indexIn<position>(Returned())>(gradients));
    else
      reals = realsOf(std::get<position>(buffers).value);
    return {reals.begin(), reals.end()};
  }
};

/// The weights of the results: of the first output alone with has_aux, else of all.
template <bool hasAux, class Result> std::vector<long double> weightsOf(const Result &result) {
  if constexpr (hasAux) {
    std::vector<long double> weights(realsOf(std::get<0>(result)).size(), 1);
    weights.resize(realsOf(result).size(), 0);
    return weights;
  } else {
    return std::vector<long double>(realsOf(result).size(), 1);
  }
}

template <bool hasAux, class T> auto withoutAux(T returned) {
  if constexpr (hasAux)
    return std::get<0>(std::move(returned));
  else
    return returned;
}

template <auto function, bool hasAux, int... positions> struct ReverseCheck {
  using Found = Derivative<function, Wrt<positions...>, NoWeights, hasAux>;
  using Returned = typename Found::Positions;
  using Check = Checked<function, positions...>;
  using Held = typename Check::Arguments;

  static auto gradients(Check &check) {
    return check.template gradientsFrom<Returned>([](Held &held, Held &buffers) {
      auto grad = [](auto &&...each) { return Found::gradient(std::forward<decltype(each)>(each)...); };
      return withoutAux<hasAux>(Check::template callReverse<Returned>(grad, held, buffers));
    });
  }
  template <class... Given> static CheckResult run(const Given &...given) {
    Check check(given...);
    Held held = check.arguments;
    const std::vector<std::vector<double>> alone = gradients(check);
    CheckResult result = check.template compare<Returned>(alone, weightsOf<hasAux>(Check::run(held)));
    const std::vector<std::vector<double>> together = gradientsOfBoth(check);
    for (std::size_t i = 0; result.passed && i < alone.size(); ++i)
      for (std::size_t j = 0; result.passed && j < alone[i].size(); ++j)
        if (!isSame(alone[i][j], together[i][j], std::sqrt(check.epsilon))) {
          constexpr int order[] = {positions...};
          Comparison comparison{check.epsilon, {}};
          comparison.compare(order[i], j, {alone[i][j], 0, 0}, together[i][j], 0);
          result = comparison.result;
          result.passed = false;
          result.message += " (grad is right, value_and_grad is not)";
        }
    return result;
  }
  static bool isSame(double x, double y, double tolerance) {
    return x == y || std::fabs(x - y) <= tolerance * std::fmax(std::fabs(x), std::fabs(y));
  }
  /// The gradients that value_and_grad gives.
  static auto gradientsOfBoth(Check &check) {
    return check.template gradientsFrom<Returned>([](Held &held, Held &buffers) {
      auto both = [](auto &&...each) {
        return Found::valueAndGradient(std::forward<decltype(each)>(each)...);
      };
      auto returned = Check::template callReverse<Returned>(both, held, buffers);
      if constexpr (std::is_same_v<Returned, Wrt<>>)
        return std::tuple<>();
      else if constexpr (Check::returnsNothing)
        return returned;
      else
        return std::get<1>(std::move(returned));
    });
  }
};

template <auto function, bool, int... positions> struct CotangentCheck {
  // A pragma for vjp returns and adds as one for the gradient does: by the types of the parameters.
  using Check = Checked<function, positions...>;
  using Held = typename Check::Arguments;
  using Returned = typename Check::Returned;

  template <class... Given> static CheckResult run(const Given &...given) {
    Check check(given...);
    Held once = check.arguments;
    auto cotangent = Check::run(once);
    fillWithWeights(cotangent, 0.7);
    auto gradients = check.template gradientsFrom<Returned>([&](Held &held, Held &buffers) {
      auto vjp = [](auto &&...each) {
        return VjpOf<function, Wrt<positions...>>::call(std::forward<decltype(each)>(each)...);
      };
      if constexpr (Check::returnsNothing)
        return Check::template callReverse<Returned>(vjp, held, buffers);
      else
        return Check::template callReverse<Returned>(vjp, held, buffers, cotangent);
    });
    return check.template compare<Returned>(gradients, realsOf(cotangent));
  }
};

/// The weighted tangent of everything that a function returns or leaves.
template <class Check, auto function, int... positions>
double tangentOf(Check &check, const std::vector<long double> &weights) {
  using Returned = typename Check::Returned;
  typename Check::Arguments held = check.arguments, tangents = check.direction;
  auto jvp = [](auto &&...each) {
    return JvpOf<function, Wrt<positions...>>::call(std::forward<decltype(each)>(each)...);
  };
  // Every position has a tangent, also one whose gradient would be returned.
  auto returned = Check::template callReverse<Wrt<>>(jvp, held, tangents);
  long double sum = 0;
  if constexpr (!Check::returnsNothing)
    sum += Check::dot(std::get<1>(returned), weights);
  ((isIn<positions>(Returned()) ? void()
                                : void(sum += Check::dot(std::get<positions>(tangents).value,
                                                         realsOf(std::get<positions>(check.seeds).value)))),
   ...);
  return static_cast<double>(sum);
}

template <auto function, bool, int... positions> struct TangentCheck {
  template <class... Given> static CheckResult run(const Given &...given) {
    using Check = Checked<function, positions...>;
    Check check(given...);
    typename Check::Arguments once = check.arguments;
    auto outputs = Check::run(once);
    fillWithWeights(outputs, 0.7);
    const std::vector<long double> weights = realsOf(outputs);
    auto slope = [&](double step) {
      auto moved = [&](double by) {
        typename Check::Arguments held = check.arguments;
        (moveAlong(std::get<positions>(held).value, std::get<positions>(check.direction).value, by), ...);
        return check.template objective<typename Check::Returned>(held, weights);
      };
      return Quotient(moved(step), moved(-step), 2 * step, check.epsilon);
    };
    const double actual = tangentOf<Check, function, positions...>(check, weights);
    Comparison comparison{check.epsilon, {}};
    comparison.compare(-1, 0, studySteps(slope, 1, check.epsilon), actual, std::fabs(actual));
    return comparison.result;
  }
  template <class T> static void moveAlong(T &value, const T &direction, double by) {
    const std::vector<long double> numbers = realsOf(direction);
    std::size_t i = 0;
    eachReal(value,
             [&](auto &real) { real += static_cast<std::decay_t<decltype(real)>>(by * numbers[i++]); });
  }
};

template <auto function, bool, int... positions> struct DotProductCheck {
  template <class... Given> static CheckResult run(const Given &...given) {
    using Check = Checked<function, positions...>;
    Check check(given...);
    const auto gradients = ReverseCheck<function, false, positions...>::gradients(check);
    long double sum = 0, scale = 0;
    std::size_t next = 0;
    auto add = [&](const auto &direction) {
      const std::vector<long double> along = realsOf(direction);
      const std::vector<double> &gradient = gradients[next++];
      for (std::size_t i = 0; i < std::min(along.size(), gradient.size()); ++i) {
        sum += along[i] * gradient[i];
        scale = std::fmax(scale, std::fabs(along[i] * gradient[i]));
      }
    };
    (add(std::get<positions>(check.direction).value), ...);
    // Both are exact but for rounding.
    Comparison comparison{std::pow(check.epsilon, 1.75), {}};
    const double forward = tangentOf<Check, function, positions...>(check, {});
    comparison.compare(-1, 0, {forward, 0, 0}, static_cast<double>(sum), static_cast<double>(100 * scale));
    return comparison.result;
  }
};

template <auto function, int... positions, bool hasAux>
Wrt<positions...> positionsOf(const Derivative<function, Wrt<positions...>, NoWeights, hasAux> *);
template <auto function, int... positions>
Wrt<positions...> positionsOf(const JvpOf<function, Wrt<positions...>> *);
template <auto function, int... positions>
Wrt<positions...> positionsOf(const VjpOf<function, Wrt<positions...>> *);

template <auto function, template <auto, bool, int...> class Check, bool hasAux, int... positions,
          class... Arguments>
CheckResult withPositions(const Wrt<positions...> &, const Arguments &...arguments) {
  return Check<function, hasAux, positions...>::run(arguments...);
}

/// The positions of what a pragma without wrt(...) has asked for.
template <auto function, template <auto, bool, int...> class Check, bool hasAux> struct Default {
  using Key = Derivative<function, EveryParameter, NoWeights, hasAux>;
};
template <auto function, bool hasAux> struct Default<function, CotangentCheck, hasAux> {
  using Key = VjpOf<function, EveryParameter>;
};
template <auto function, bool hasAux> struct Default<function, TangentCheck, hasAux> {
  using Key = JvpOf<function, EveryParameter>;
};

template <auto function, template <auto, bool, int...> class Check, bool hasAux, class... Arguments>
CheckResult withPositions(const Arguments &...arguments) {
  using Key = typename Default<function, Check, hasAux>::Key;
  static_assert(IsComplete<Key>::value,
                "adgen: there is no such derivative with respect to every parameter; add the '#pragma grad' "
                "for it in front of the definition of the function, or begin the call with wrt<...>");
  return withPositions<function, Check, hasAux>(
      decltype(positionsOf<function>(static_cast<Key *>(nullptr)))(), arguments...);
}

} // namespace adgen::detail
