// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Objects whose destructors do something, where their ends are not followed.

struct Scale {
  double &target;
  ~Scale() { target *= 2; }
};

#pragma grad
double temporary(double x) {
  double y = x;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate through this object of class 'Scale': what its destructor does would be left out
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: make it a variable of a block without labels, and pass it by reference
  x > 1 ? void(Scale{y}) : void();
  return y;
}

#pragma grad
double reference(double x) {
  double y = x;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through this object of class 'Scale'
  const Scale &scale = Scale{y};
  return scale.target;
}

#pragma grad
double behindLabel(double x) {
  double y = x;
  {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through this object of class 'Scale'
    Scale scale{y};
  again:
    y *= x;
    if (y > 2)
      goto again;
  }
  return y;
}

struct Owner {
  double *p;
  ~Owner() { delete[] p; }
};
#pragma grad wrt(x)
double alsoFromOutside(const Owner &other, double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through this object of class 'Owner'
  Owner own{new double[2]};
  own.p[0] = x;
  return own.p[0] * other.p[0];
}

#pragma grad
double array(double x) {
  Owner *owners = new Owner[2];
  owners[0].p = new double[1]{x};
  owners[1].p = nullptr;
  const double y = *owners[0].p;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through this object of class 'Owner'
  delete[] owners;
  return y;
}
