// adgen: reads C++, writes C++ that computes its derivatives.
#include "adgen/Driver/CommandLine.h"

int main(int argc, char **argv) {
  adgen::ParsedCommandLine parsed = adgen::parseCommandLine(argc, argv);
  return parsed.command ? adgen::runTool(*parsed.command) : parsed.exitStatus;
}
