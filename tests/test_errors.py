from __future__ import annotations

import inspect

from monitor import errors


def test_the_tree_in_the_docstring_names_every_error() -> None:
    classes = {name for name, value in inspect.getmembers(errors, inspect.isclass)
               if issubclass(value, errors.MonitorError)}
    assert errors.__doc__ is not None
    assert {name for name in classes if name not in errors.__doc__} == set()


def test_a_configuration_error_lists_every_problem_and_exits_with_2() -> None:
    error = errors.ConfigError(["a.toml: satu", "a.toml: dua"])
    assert "2 masalah" in str(error)
    assert "satu" in str(error)
    assert "dua" in str(error)
    assert error.exit_code == 2
