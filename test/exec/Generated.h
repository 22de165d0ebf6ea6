// Stands behind the functions of a corpus file: what adgen wrote, where the
// compiler has not generated it itself. No include guard: each file has one.
#ifdef ADGEN_OUTPUT
#include ADGEN_OUTPUT
#endif
