"""Any table as a pandas DataFrame, for notebooks; pandas is not needed for anything else."""

from typing import TYPE_CHECKING

from compare.errors import BadInput, check_given
from compare.output.tables import Column, table_named
from compare.records import Comparison

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frame"]

_TYPES = {"integer": "int64", "number": "float64", "boolean": "bool"}


def frame(comparison: Comparison, table: str) -> "pd.DataFrame":
    """The table with typed columns: lists as tuples, text as it is (nothing in a frame runs formulas).

    Raises:
        UnknownName: no such table; the message lists those there are.
        WrongObject: no comparison; of results on disk every cell is text, and ``DataFrame`` itself takes their rows.
        BadInput: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise BadInput("pandas: not installed; run `pip install pandas`") from error
    of_results = "of what read_results returns, pandas.DataFrame(results.rows(TABLE)) makes a frame"
    check_given("frame", comparison, Comparison, f"what compare_story returns; {of_results}")
    declared = table_named(table)
    built = pd.DataFrame.from_records(list(declared.story_rows(comparison)), columns=list(declared.header))
    return built.astype({column.name: _dtype(column) for column in declared.columns})


def _dtype(column: Column) -> str:
    return _TYPES.get(column.kind, "object")
