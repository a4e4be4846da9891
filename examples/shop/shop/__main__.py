"""Print the price list."""

import sys

from rich.console import Console
from rich.table import Table

from shop.catalog import read_catalog


def main() -> int:
    table = Table("Article", "Price")
    for article in read_catalog(sys.argv[1]):
        table.add_row(article.name, f"{article.cents / 100:.2f}")
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
