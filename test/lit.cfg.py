# The lit suite: one property a file, in folders named after the stages.
import os

import lit.formats

config.name = "adgen"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".mlir", ".test"]
config.excludes = ["unit", "Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.build_dir, "test")
config.environment["PATH"] = os.pathsep.join(
    [os.path.join(config.build_dir, "bin"), config.llvm_tools_dir, config.environment["PATH"]]
)

include = "-I" + os.path.join(config.source_dir, "include")
plugin = os.path.join(config.build_dir, "lib", "adgen.so")
strict = " -std=c++17 -Wall -Wextra -Werror -Wno-unknown-pragmas "
config.substitutions += [
    # The same flags for every compiler, so that a test reads the same whoever compiles it.
    ("%clang-alone", config.clang),
    ("%gxx-alone", config.gxx),
    ("%clang-plugin", config.clang + strict + include + " -fplugin=" + plugin),
    ("%clang", config.clang + strict + include),
    ("%gxx", config.gxx + strict + include),
    ("%adgen", os.path.join(config.build_dir, "bin", "adgen")),
    ("%flags", "-std=c++17 " + include),
    ("%ldflags", "-L{0}/lib -Wl,-rpath,{0}/lib -ladgen_runtime".format(config.build_dir)),
    ("%python", config.python),
    ("%source-dir", config.source_dir),
    ("%build-dir", config.build_dir),
]
if os.path.exists(os.path.join(config.build_dir, "bin", "PragmaFuzzer")):
    config.available_features.add("pragma-fuzzer")
if config.gxx:
    config.available_features.add("gxx")
if os.path.exists("/usr/include/gtest/gtest.h"):
    config.available_features.add("gtest")
