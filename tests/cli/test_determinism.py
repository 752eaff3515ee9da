"""Same in, same bytes out: whatever the order of the articles, the number of workers and the hash seed."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

TEXTS = [
    "Police arrested two smugglers in Hyesan on Monday.\n\nThe smugglers had carried copper across the Tumen River.",
    "North Korea sent 50 workers to Vladivostok. The Ministry of State Security monitors the workers, a source said.",
    "Foreign Minister Pavel Orlov met Ambassador Ri Jong Chol in Moscow. Orlov may visit Pyongyang next month.",
    "A court in Khabarovsk sentenced Kim Song Il, a North Korean builder, to three years in prison on 3 May 2024.",
    "The ministry denied that officers had beaten the workers. “Nobody was hurt,” spokesman Han Tae Ju said.",
    "China’s customs agency seized coal from the North Korean ship Paek Ma in Dalian. Two sailors were detained.",
]
SAME = ("graph.ttl", "graph.nq", "graph.graphml", "graph.gexf", "report.json")


def files(folder: Path, *, seed: int, workers: int, order: list[int]) -> dict[str, bytes]:
    folder.mkdir()
    rows = (json.dumps({"id": f"story {number}", "date": "2024-08-01", "text": TEXTS[number]}) for number in order)
    (folder / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, "-c", "from kg.cli import main; main()", "build", "in.jsonl", "-o", "out"]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([*command, "--workers", str(workers)], check=True, cwd=folder, env=environment)
    return {name: (folder / "out" / name).read_bytes() for name in SAME}


def test_the_same_articles_give_the_same_bytes(tmp_path: Path) -> None:
    order = list(range(len(TEXTS)))
    one = files(tmp_path / "one", seed=0, workers=1, order=order)
    random.Random(7).shuffle(order)
    other = files(tmp_path / "other", seed=1, workers=2, order=order)
    assert [name for name in SAME if one[name] != other[name]] == []
    assert json.loads(one["report.json"])["claims"]["asserted"] > 10
