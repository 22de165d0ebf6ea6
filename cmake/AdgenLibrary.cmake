# adgen_add_room(Name sources... [LINK targets...] [PCH headers... | PCH_OF room])
#
# A room of the house: a static library Adgen<Name> of lib/<Name>, which links
# only the rooms that it may use, so that the linker enforces the direction.
function(adgen_add_room name)
  cmake_parse_arguments(ROOM "" "" "LINK;PCH;PCH_OF;DEPENDS" ${ARGN})
  add_library(Adgen${name} STATIC ${ROOM_UNPARSED_ARGUMENTS})
  target_link_libraries(Adgen${name} PUBLIC llvm-dylibs ${ROOM_LINK})
  if(ROOM_DEPENDS)
    add_dependencies(Adgen${name} ${ROOM_DEPENDS})
  endif()
  if(ROOM_PCH)
    target_precompile_headers(Adgen${name} PRIVATE ${ROOM_PCH})
  elseif(ROOM_PCH_OF)
    target_precompile_headers(Adgen${name} REUSE_FROM ${ROOM_PCH_OF})
  endif()
endfunction()
