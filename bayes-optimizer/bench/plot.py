#!/usr/bin/env python3
"""plot.py r.csv ours out.svg: median regret by trial of one method of a bo_bench.py result file and of the recorded peers, on the same seeds."""
import collections, csv, math, os, sys
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
results, method, out = sys.argv[1:4]
at = list(range(5, 61, 5))
best, curves = {}, collections.defaultdict(lambda: collections.defaultdict(dict))
for r in csv.reader(open(results)):
    if r[0] != method or r[2] != "1":
        continue
    key, n, seen, true, low = (r[1], int(r[3])), int(r[4]), float(r[5]), float(r[6]), float(r[8])
    if seen < best.get(key, (math.inf,))[0]:
        best[key] = (seen, max(true - low, 0))
    if n in at:
        curves[r[1]][method].setdefault(n, []).append(best.get(key, (0, math.nan))[1])
seeds = {k for k in best}
for r in csv.DictReader(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers.csv"))):
    if r["workers"] == "1" and r["method"] in ("gp", "tpe", "random", "vizier") and (r["problem"], int(r["seed"])) in seeds:
        for n in at:
            if r[f"regret@{n}"]:
                curves[r["problem"]][r["method"]].setdefault(n, []).append(float(r[f"regret@{n}"]))
styles = {method: ("#c1121f", "-", 2.2, "Slipway"), "gp": ("#1d6fa5", "-", 1.4, "Optuna GP"), "tpe": ("#2a9d5c", "-", 1.4, "Optuna TPE"),
          "vizier": ("#7b4fa3", "--", 1.4, "Vizier (3 seeds)"), "random": ("#888888", ":", 1.4, "random search")}
figure, axes = plt.subplots(2, 7, figsize=(21, 6))
for axis, problem in zip(axes.flat, sorted(curves)):
    for name, (colour, line, width, label) in styles.items():
        points = curves[problem].get(name, {})
        axis.plot(sorted(points), [max(np.median(points[n]), 1e-7) for n in sorted(points)], line, color=colour, lw=width, label=label)
    axis.set_yscale("log"); axis.set_title(problem, fontsize=10); axis.grid(alpha=.25)
axes.flat[0].legend(fontsize=7); figure.supxlabel("trials"); figure.supylabel("median simple regret")
figure.tight_layout(); figure.savefig(out)
