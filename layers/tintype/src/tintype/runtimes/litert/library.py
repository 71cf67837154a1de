"""The part of LiteRT's C API that running a model needs, by ctypes.

The structures and the status codes are those of LiteRT 2.3's headers ``litert_common.h``, ``litert_layout.h``,
``litert_model_types.h`` and ``litert_environment_options.h`` (https://github.com/google-ai-edge/LiteRT, litert/c).
"""

from __future__ import annotations

import os
import sys
from ctypes import (
    CDLL,
    POINTER,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_int32,
    c_int64,
    c_size_t,
    c_uint8,
    c_uint32,
    c_void_p,
)
from functools import cache

from tintype.errors import ModelFileError

MAX_RANK = 8
CPU = 1  # kLiteRtHwAcceleratorCpu
DTYPES = {
    1: "float32",
    2: "int32",
    3: "uint8",
    4: "int64",
    6: "bool",
    7: "int16",
    9: "int8",
    10: "float16",
    11: "float64",
    13: "uint64",
    16: "uint32",
    17: "uint16",
    19: "bfloat16",
}
"""LiteRtElementType to the names used here."""

_STATUS = {
    1: "invalid argument",
    2: "out of memory",
    3: "runtime failure",
    4: "missing input tensor",
    5: "unsupported",
    6: "not found",
    500: "file error",
    501: "not a valid model file",
    504: "compilation failed",
}
_OPTION_AUTO_REGISTER = 24  # kLiteRtEnvOptionTagAutoRegisterAccelerators
_OPTION_LOG_SEVERITY = 25  # kLiteRtEnvOptionTagMinLoggerSeverity
_ANY_BOOL, _ANY_INT = 1, 2
_SEVERITY_ERROR = 3


class Layout(Structure):
    """LiteRtLayout: the rank is a 7-bit field in the first byte."""

    _fields_ = (
        ("rank", c_uint8 * 4),
        ("dimensions", c_int32 * MAX_RANK),
        ("strides", c_uint32 * MAX_RANK),
    )


class TensorType(Structure):
    """LiteRtRankedTensorType."""

    _fields_ = (("element_type", c_int32), ("layout", Layout))


class _Any(Structure):
    _fields_ = (("type", c_int32), ("value", c_int64))


class _Option(Structure):
    _fields_ = (("tag", c_int32), ("value", _Any))


_SIGNATURES = {
    "LiteRtCreateEnvironment": (c_int, POINTER(_Option), POINTER(c_void_p)),
    "LiteRtCreateModelFromBuffer": (c_void_p, c_void_p, c_size_t, POINTER(c_void_p)),
    "LiteRtDestroyModel": (c_void_p,),
    "LiteRtCreateOptions": (POINTER(c_void_p),),
    "LiteRtSetOptionsHardwareAccelerators": (c_void_p, c_int),
    "LiteRtCreateOpaqueOptions": (c_char_p, c_void_p, c_void_p, POINTER(c_void_p)),
    "LiteRtAddOpaqueOptions": (c_void_p, c_void_p),
    "LiteRtDestroyOptions": (c_void_p,),
    "LiteRtCreateCompiledModel": (c_void_p, c_void_p, c_void_p, POINTER(c_void_p)),
    "LiteRtDestroyCompiledModel": (c_void_p,),
    "LiteRtGetNumModelSignatures": (c_void_p, POINTER(c_size_t)),
    "LiteRtGetSignatureKey": (c_void_p, POINTER(c_char_p)),
    "LiteRtGetModelSignature": (c_void_p, c_size_t, POINTER(c_void_p)),
    "LiteRtGetNumSignatureInputs": (c_void_p, POINTER(c_size_t)),
    "LiteRtGetNumSignatureOutputs": (c_void_p, POINTER(c_size_t)),
    "LiteRtGetSignatureInputName": (c_void_p, c_size_t, POINTER(c_char_p)),
    "LiteRtGetSignatureOutputName": (c_void_p, c_size_t, POINTER(c_char_p)),
    "LiteRtGetSignatureInputTensorByIndex": (c_void_p, c_size_t, POINTER(c_void_p)),
    "LiteRtGetSignatureOutputTensorByIndex": (c_void_p, c_size_t, POINTER(c_void_p)),
    "LiteRtGetRankedTensorType": (c_void_p, POINTER(TensorType)),
    "LiteRtCreateTensorBufferFromHostMemory": (POINTER(TensorType), c_void_p, c_size_t, c_void_p, POINTER(c_void_p)),
    "LiteRtDestroyTensorBuffer": (c_void_p,),
    "LiteRtRunCompiledModel": (c_void_p, c_size_t, c_size_t, POINTER(c_void_p), c_size_t, POINTER(c_void_p)),
}


class LiteRtError(Exception):
    """A call of the C API answered with something else than 0."""


@cache
def library() -> CDLL:
    """Return the loaded library, with its functions' argument types set.

    Raises:
        ModelFileError: the package ai-edge-litert is not installed, or is one for other machines.
    """
    path = _path()
    try:
        loaded = CDLL(path)
    except OSError as error:
        raise ModelFileError("litert", f"expected a library for this machine: {error}") from error
    for name, types in _SIGNATURES.items():
        getattr(loaded, name).argtypes = types
    return loaded


@cache
def environment() -> c_void_p:
    """Return the process's environment: processors only, and silent but for errors."""
    options = (_Option * 2)(
        _Option(_OPTION_LOG_SEVERITY, _Any(_ANY_INT, _SEVERITY_ERROR)),
        _Option(_OPTION_AUTO_REGISTER, _Any(_ANY_BOOL, 1)),
    )
    return create("LiteRtCreateEnvironment", len(options), options)


def call(function: str, *arguments: object) -> None:
    """Call a function of the C API.

    Raises:
        LiteRtError: its status, as text.
    """
    status = getattr(library(), function)(*arguments)
    if status:
        raise LiteRtError(f"{function}: {_STATUS.get(status, 'an error')} (status {status})")


def create(function: str, *arguments: object) -> c_void_p:
    """Call a function whose last argument receives a handle, and return the handle."""
    handle = c_void_p()
    call(function, *arguments, byref(handle))
    return handle


def _path() -> str:
    for folder in sys.path:
        path = os.path.join(folder, "ai_edge_litert", "libLiteRt.so")
        if os.path.exists(path):
            return path
    raise ModelFileError("litert", "expected the package ai-edge-litert on sys.path, found none")
