// An array that every iteration fills anew and then records has its row of the record as the array.
// RUN: adgen-opt --ad-rows-in-place %s | FileCheck %s

// CHECK-LABEL: func @rows
// CHECK: %[[A:.*]] = ad.heap
// CHECK: %[[TAPE:.*]] = ad.local[
// CHECK: scf.for %[[K:[^ ]+]]
// CHECK: %[[START:.*]] = arith.muli
// CHECK: %[[ROW:.*]] = ad.offset %[[TAPE]][%[[START]]]
// CHECK: scf.for %[[I:[^ ]+]]
// CHECK-NEXT: %[[P:.*]] = ad.offset %[[ROW]][%[[I]]]
// CHECK-NEXT: ad.store %arg1, %[[P]]
// CHECK: scf.for %[[J:[^ ]+]]
// CHECK: %[[Q:.*]] = ad.offset %[[ROW]][%[[J]]]
// CHECK: ad.load %[[Q]]
// CHECK-NOT: ad.store
// CHECK: return
func.func @rows(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %size = arith.extsi %n : i32 to i64
  %a = ad.heap %size : !ad.ptr<f64>
  %all = arith.muli %size, %size : i64
  %tape = ad.local[%all] : !ad.ptr<f64>
  %sum = scf.for %k = %zero to %n step %one iter_args(%s = %d) -> f64 : i32 {
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      ad.store %d, %p : !ad.ptr<f64>
    }
    %t = scf.for %i = %zero to %n step %one iter_args(%u = %s) -> f64 : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %wide = arith.extsi %i : i32 to i64
      %outer = arith.extsi %k : i32 to i64
      %start = arith.muli %outer, %size : i64
      %index = arith.addi %start, %wide : i64
      %q = ad.offset %tape[%index] : !ad.ptr<f64>, i64
      ad.store %0, %q : !ad.ptr<f64>
      %1 = arith.addf %u, %0 : f64
      scf.yield %1 : f64
    }
    scf.yield %t : f64
  }
  %first = ad.load %tape : !ad.ptr<f64>
  %result = arith.addf %sum, %first : f64
  ad.release %a : !ad.ptr<f64>
  return %result : f64
}

// The first element is what the iteration before has left.
// CHECK-LABEL: func @goes_on
// CHECK: %[[A:.*]] = ad.heap
// CHECK: scf.for
// CHECK: ad.offset %[[A]]
// CHECK: ad.offset %[[A]]
func.func @goes_on(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %size = arith.extsi %n : i32 to i64
  %a = ad.heap %size : !ad.ptr<f64>
  %all = arith.muli %size, %size : i64
  %tape = ad.local[%all] : !ad.ptr<f64>
  scf.for %k = %zero to %n step %one : i32 {
    scf.for %i = %one to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      ad.store %d, %p : !ad.ptr<f64>
    }
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %start = arith.muli %k, %n : i32
      %index = arith.addi %start, %i : i32
      %q = ad.offset %tape[%index] : !ad.ptr<f64>, i32
      ad.store %0, %q : !ad.ptr<f64>
    }
  }
  %first = ad.load %tape : !ad.ptr<f64>
  ad.release %a : !ad.ptr<f64>
  return %first : f64
}

// It is written once more behind the record.
// CHECK-LABEL: func @written_behind
// CHECK: %[[A:.*]] = ad.heap
// CHECK: scf.for
// CHECK: ad.offset %[[A]]
// CHECK: ad.offset %[[A]]
func.func @written_behind(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %size = arith.extsi %n : i32 to i64
  %a = ad.heap %size : !ad.ptr<f64>
  %all = arith.muli %size, %size : i64
  %tape = ad.local[%all] : !ad.ptr<f64>
  scf.for %k = %zero to %n step %one : i32 {
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      ad.store %d, %p : !ad.ptr<f64>
    }
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %start = arith.muli %k, %n : i32
      %index = arith.addi %start, %i : i32
      %q = ad.offset %tape[%index] : !ad.ptr<f64>, i32
      ad.store %0, %q : !ad.ptr<f64>
    }
    ad.store %d, %a : !ad.ptr<f64>
  }
  %first = ad.load %tape : !ad.ptr<f64>
  ad.release %a : !ad.ptr<f64>
  return %first : f64
}

// The iteration looks at what it has recorded.
// CHECK-LABEL: func @seen
// CHECK: %[[A:.*]] = ad.heap
// CHECK: scf.for
// CHECK: ad.offset %[[A]]
// CHECK: ad.offset %[[A]]
func.func @seen(%n: i32, %d: f64) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %size = arith.extsi %n : i32 to i64
  %a = ad.heap %size : !ad.ptr<f64>
  %all = arith.muli %size, %size : i64
  %tape = ad.local[%all] : !ad.ptr<f64>
  scf.for %k = %zero to %n step %one : i32 {
    %0 = ad.load %tape : !ad.ptr<f64>
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      ad.store %0, %p : !ad.ptr<f64>
    }
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %1 = ad.load %p : !ad.ptr<f64>
      %start = arith.muli %k, %n : i32
      %index = arith.addi %start, %i : i32
      %q = ad.offset %tape[%index] : !ad.ptr<f64>, i32
      ad.store %1, %q : !ad.ptr<f64>
    }
  }
  ad.release %a : !ad.ptr<f64>
  return
}

// Its last content is read behind the loop.
// CHECK-LABEL: func @read_behind
// CHECK: %[[A:.*]] = ad.heap
// CHECK: scf.for
// CHECK: ad.offset %[[A]]
// CHECK: ad.offset %[[A]]
func.func @read_behind(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %size = arith.extsi %n : i32 to i64
  %a = ad.heap %size : !ad.ptr<f64>
  %all = arith.muli %size, %size : i64
  %tape = ad.local[%all] : !ad.ptr<f64>
  scf.for %k = %zero to %n step %one : i32 {
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      ad.store %d, %p : !ad.ptr<f64>
    }
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %start = arith.muli %k, %n : i32
      %index = arith.addi %start, %i : i32
      %q = ad.offset %tape[%index] : !ad.ptr<f64>, i32
      ad.store %0, %q : !ad.ptr<f64>
    }
  }
  %last = ad.load %a : !ad.ptr<f64>
  %first = ad.load %tape : !ad.ptr<f64>
  %result = arith.addf %first, %last : f64
  ad.release %a : !ad.ptr<f64>
  return %result : f64
}
