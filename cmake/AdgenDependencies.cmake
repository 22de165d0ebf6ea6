# cmake -DALL=<list that the compiler wrote> -DHEADER=<header> -P AdgenDependencies.cmake
#
# Writes HEADER.d: the same list without HEADER itself, which the source
# includes and which would otherwise depend on itself.

file(READ "${ALL}" rule)
string(FIND "${rule}" ": " colon)
math(EXPR start "${colon} + 2")
string(SUBSTRING "${rule}" 0 ${start} target)
string(SUBSTRING "${rule}" ${start} -1 prerequisites)
# The compiler escapes what a makefile would read otherwise, so take the list
# word for word, and break the lines anew.
string(REGEX REPLACE "[ \t]*\\\\\n[ \t]*" "\n" prerequisites "${prerequisites}")
string(REGEX REPLACE "([^\\])[ \t]+" "\\1\n" prerequisites "${prerequisites}")
string(REPLACE " " "\\ " escaped "${HEADER}")
string(REPLACE "\n${escaped}\n" "\n" prerequisites "\n${prerequisites}")
string(STRIP "${prerequisites}" prerequisites)
string(REPLACE "\n" " \\\n  " prerequisites "${prerequisites}")
file(WRITE "${HEADER}.d" "${target}${prerequisites}\n")
