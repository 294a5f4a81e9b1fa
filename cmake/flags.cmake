# Warnings, hardening and sanitizers, as one interface library that every target of ours links.
include(CheckCCompilerFlag)
add_library(flags INTERFACE)
target_compile_definitions(flags INTERFACE _GNU_SOURCE KUBEVET_VERSION="${PROJECT_VERSION}")
target_compile_options(flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wmissing-prototypes -Wstrict-prototypes -Wold-style-definition
  -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wformat=2 -Wimplicit-fallthrough -Wdouble-promotion
  -Wnull-dereference -Werror -fno-common -fno-strict-aliasing)

foreach(flag -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wtrampolines)
  string(MAKE_C_IDENTIFIER "has${flag}" has)
  check_c_compiler_flag(${flag} ${has})
  if(${has})
    target_compile_options(flags INTERFACE ${flag})
  endif()
endforeach()

set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(SANITIZE)
  target_compile_options(flags INTERFACE -fsanitize=${SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(flags INTERFACE -fsanitize=${SANITIZE})
else()
  target_compile_options(flags INTERFACE -fstack-protector-strong -fstack-clash-protection)
  check_c_compiler_flag(-fcf-protection=full has_cet)
  if(has_cet AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(flags INTERFACE -fcf-protection=full)
  endif()
  target_compile_options(flags INTERFACE $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
  target_link_options(flags INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
