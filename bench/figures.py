"""Medians and ratios of interleaved runs."""

import statistics

ROUNDS = 11


def interleave(*sides, rounds=ROUNDS):
    """Runs each side once a round, after one round that does not count; gives a list of figures a side."""
    for side in sides:
        side()
    figures = [[] for _ in sides]
    for _ in range(rounds):
        for side, results in zip(sides, figures):
            results.append(side())
    return figures


def report(name, bar, ours, theirs, ours_name="Slipway", theirs_name="other", unit="s"):
    """Prints the medians and their ratio; `bar` is text for people."""
    our_median, their_median = statistics.median(ours), statistics.median(theirs)
    print(f"{name}: {ours_name} {our_median:.3f} {unit} (from {min(ours):.3f} to {max(ours):.3f}), "
          f"{theirs_name} {their_median:.3f} {unit} (from {min(theirs):.3f} to {max(theirs):.3f}), "
          f"ratio {our_median / their_median:.2f} (bar: {bar})", flush=True)
