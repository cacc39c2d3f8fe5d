"""Sixteen numbers at a time: the words in which compiled.py speaks of rows.

A processor adds and multiplies 8 or 16 numbers at once. Whether the compiler turns a plain loop
into that is its own guess, and a timid one where two arrays might overlap; here it is told. The
functions are what they say, in numpy; below, numba learns that a processor has an instruction for
each. Rows are a multiple of sixteen long (`flat.rows_of_zeros`). numba must be installed; what it
has compiled of compiled.py it does not compile anew when this file alone has changed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin, models, register_model

LANES = 16


def take(W: np.ndarray, *at: int) -> np.ndarray:
    """Sixteen numbers of an array, or of a row of a matrix, from a place on."""
    place: Any = (*at[:-1], slice(at[-1], at[-1] + LANES))
    return W[place]


def put(numbers: np.ndarray, W: np.ndarray, *at: int) -> None:
    """Write sixteen numbers to an array, or to a row of a matrix, from a place on."""
    place: Any = (*at[:-1], slice(at[-1], at[-1] + LANES))
    W[place] = numbers


def each(x: float) -> np.ndarray:
    """The same number sixteen times."""
    return np.full(LANES, x)


def added(some: np.ndarray, x: np.ndarray | float, y: np.ndarray) -> np.ndarray:
    """some + x·y, number by number; x may be one number for all."""
    return some + x * y


def quotient(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """x / y, number by number."""
    return x / y


def within(x: np.ndarray, least: float, most: float) -> np.ndarray:
    """The numbers, those below `least` or beyond `most` in the place of what is."""
    return np.minimum(np.maximum(x, least), most)


def total(numbers: np.ndarray) -> float:
    """The sum of the sixteen, taken in any order."""
    return numbers.sum()


def product(numbers: np.ndarray) -> float:
    """The product of the sixteen as a float64, taken in any order."""
    return numbers.astype(float).prod()


class Numbers(types.Type):
    """Sixteen numbers side by side in a processor's register, or in two."""

    def __init__(self, dtype: types.Float) -> None:
        self.dtype = dtype
        super().__init__(f"Numbers({dtype})")


@register_model(Numbers)
class _Register(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Numbers) -> None:
        one = manager.lookup(kind.dtype).get_value_type()
        super().__init__(manager, kind, ir.VectorType(one, LANES))


def _gives(function: Any, kind: Any) -> None:
    """Tell numba what kind of value a function gives, by the kinds of what it is given."""

    class Given(AbstractTemplate):
        def generic(self, args: Any, kws: Any) -> Any:
            return signature(kind(*args), *args)

    infer_global(function)(Given)


_gives(take, lambda W, *at: Numbers(W.dtype))
_gives(put, lambda *given: types.none)
_gives(each, Numbers)
_gives(added, lambda some, x, y: some)
_gives(quotient, lambda x, y: x)
_gives(within, lambda x, least, most: x)
_gives(total, lambda numbers: numbers.dtype)
_gives(product, lambda numbers: types.float64)


@lower_builtin(take, types.Array, types.VarArg(types.Integer))
def _take(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
    where, size = _place(context, builder, signature.args, args)
    return builder.load(where, align=size)


@lower_builtin(put, Numbers, types.Array, types.VarArg(types.Integer))
def _put(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
    where, size = _place(context, builder, signature.args[1:], args[1:])
    builder.store(args[0], where, align=size)
    return context.get_dummy_value()


def _place(context: Any, builder: ir.IRBuilder, kinds: Any, args: Any) -> tuple[Any, int]:
    """Where sixteen numbers lie, and the bytes of one of them."""
    W = context.make_array(kinds[0])(context, builder, args[0])
    at = [
        context.cast(builder, number, kind, types.intp)
        for number, kind in zip(args[1:], kinds[1:], strict=True)
    ]
    first = cgutils.get_item_pointer(context, builder, kinds[0], W, at)
    many = ir.VectorType(context.get_value_type(kinds[0].dtype), LANES)
    return builder.bitcast(first, many.as_pointer()), kinds[0].dtype.bitwidth // 8


@lower_builtin(each, types.Float)
def _each(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
    many, place = ir.VectorType(args[0].type, LANES), ir.IntType(32)
    one = builder.insert_element(ir.Constant(many, ir.Undefined), args[0], place(0))
    everywhere = ir.Constant(ir.VectorType(place, LANES), None)  # from place 0
    return builder.shuffle_vector(one, ir.Constant(many, ir.Undefined), everywhere)


@lower_builtin(added, Numbers, Numbers, Numbers)
@lower_builtin(added, Numbers, types.Float, Numbers)
def _added(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
    some, x, y = args
    if isinstance(signature.args[1], types.Float):
        number = context.cast(builder, x, signature.args[1], signature.args[2].dtype)
        x = _each(context, builder, None, [number])
    return builder.fadd(some, builder.fmul(x, y, flags=["contract"]), flags=["contract"])


@lower_builtin(quotient, Numbers, Numbers)
def _quotient(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
    return builder.fdiv(*args)


@lower_builtin(within, Numbers, types.Float, types.Float)
def _within(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
    kind = signature.args[0].dtype
    ends = (context.cast(builder, args[i], signature.args[i], kind) for i in (1, 2))
    least, most = (_each(context, builder, None, [end]) for end in ends)
    x = args[0]
    x = builder.select(builder.fcmp_ordered("<", x, least), least, x)  # NaN stays
    return builder.select(builder.fcmp_ordered(">", x, most), most, x)


@lower_builtin(total, Numbers)
def _total(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
    return _as_one(builder, "fadd", -0.0, args[0])


@lower_builtin(product, Numbers)
def _product(context: Any, builder: ir.IRBuilder, signature: Any, args: Any) -> Any:
    doubles = ir.VectorType(ir.DoubleType(), LANES)
    numbers = args[0] if args[0].type == doubles else builder.fpext(args[0], doubles)
    return _as_one(builder, "fmul", 1.0, numbers)


def _as_one(builder: ir.IRBuilder, act: str, start: float, numbers: Any) -> Any:
    """All sixteen added up, or multiplied."""
    many, one = numbers.type, numbers.type.element
    name = f"llvm.vector.reduce.{act}.v{LANES}f{64 if one == ir.DoubleType() else 32}"
    kind = ir.FunctionType(one, [one, many])
    function = cgutils.get_or_insert_function(builder.module, kind, name)
    return builder.call(function, [one(start), numbers], fastmath=["reassoc"])
