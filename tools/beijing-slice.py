#!/usr/bin/env python3
"""Makes the demo's data slice from the Beijing Multi-Site Air-Quality data (UCI dataset 501).

Usage: tools/beijing-slice.py DIRECTORY OUTPUT.csv.gz

DIRECTORY holds the twelve original files PRSA_Data_<station>_20130301-20170228.csv, gzipped or
not. Kept are station, date, hour and PM2.5 of every station-day whose 24 hourly PM2.5 values are
all there, in order of arrival: by date, hour, then station. Equal input gives equal bytes.
"""

import csv
import datetime
import gzip
import io
import pathlib
import sys

MISSING = {"", "NA"}


def read_station(path):
    """Yields (date, hour, station, pm25) of one original file, the missing left out."""
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else open(path, "rt")
    with opened as lines:
        for row in csv.DictReader(lines):
            if row["PM2.5"] not in MISSING:
                date = datetime.date(int(row["year"]), int(row["month"]), int(row["day"]))
                yield date.isoformat(), int(row["hour"]), row["station"], row["PM2.5"]


def complete_days(rows):
    """Keeps the rows of station-days with all 24 hours."""
    hours = {}
    for date, hour, station, _ in rows:
        hours.setdefault((station, date), set()).add(hour)
    return [row for row in rows if len(hours[row[2], row[0]]) == 24]


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    paths = sorted(pathlib.Path(arguments[0]).glob("PRSA_Data_*.csv*"))
    if not paths:
        sys.exit(f"{arguments[0]}: no file PRSA_Data_*.csv or .csv.gz; name their directory.")
    rows = sorted(complete_days([row for path in paths for row in read_station(path)]))

    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["station", "date", "hour", "pm25"])
    table.writerows((station, date, hour, pm25) for date, hour, station, pm25 in rows)
    with open(arguments[1], "wb") as raw:
        with gzip.GzipFile("", "wb", compresslevel=9, fileobj=raw, mtime=0) as packed:
            packed.write(text.getvalue().encode("utf-8"))
    days = {(station, date) for date, _, station, _ in rows}
    print(f"{len(rows)} rows, {len(days)} station-days, {rows[0][0]} to {rows[-1][0]}")


if __name__ == "__main__":
    main(sys.argv[1:])
