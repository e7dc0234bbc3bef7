#!/usr/bin/env python3
"""Makes the benchmark's bike-share slice from the trips of the R package bikeshare14.

Usage: tools/bike-share-slice.py TRIPS.csv[.gz] OUTPUT.csv.gz

TRIPS is the package's table batrips with the columns start_local, start_terminal, end_local and
end_terminal; times are local and ISO 8601 (2014-01-31T23:59). Written is, for every station-day of
2014 on which a trip began or ended there, and for each of its 24 hours, the net arrivals since
midnight: arrivals less departures of the hours up to that one. Rows stand in order of arrival: by
date, hour, then station. Equal input gives equal bytes.
"""

import csv
import gzip
import io
import sys

YEAR = "2014-"
HOURS = 24


def hourly_nets(path):
    """Gives {(date, station): [arrivals - departures of each hour]} of the year."""
    nets = {}
    with gzip.open(path, "rt") if path.endswith(".gz") else open(path, "rt") as lines:
        for trip in csv.DictReader(lines):
            for end, gain in (("start", -1), ("end", 1)):
                time = trip[end + "_local"]
                # Trips began in 2014, so a later day has arrivals without departures.
                if time.startswith(YEAR):
                    key = time[:10], int(trip[end + "_terminal"])
                    nets.setdefault(key, [0] * HOURS)[int(time[11:13])] += gain
    return nets


def since_midnight(nets):
    """Gives rows (date, hour, station, net), sorted."""
    rows = []
    for (date, station), hourly in nets.items():
        net = 0
        for hour in range(HOURS):
            net += hourly[hour]
            rows.append((date, hour, station, net))
    return sorted(rows)


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    nets = hourly_nets(arguments[0])
    if not nets:
        sys.exit(f"{arguments[0]}: no trip of 2014; name the trips of 2014.")
    rows = since_midnight(nets)

    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["station", "date", "hour", "net"])
    table.writerows((station, date, hour, net) for date, hour, station, net in rows)
    with open(arguments[1], "wb") as raw:
        with gzip.GzipFile("", "wb", compresslevel=9, fileobj=raw, mtime=0) as packed:
            packed.write(text.getvalue().encode("utf-8"))
    print(f"{len(rows)} rows, {len(nets)} station-days, {rows[0][0]} to {rows[-1][0]}")


if __name__ == "__main__":
    main(sys.argv[1:])
