#!/usr/bin/env python3
"""Makes the files of the sample meeting: PDFs and the picture with Chromium (python3 eng/sample/make.py [chromium]), the sounds by reckoning."""
import math, os, pathlib, struct, subprocess, sys, tempfile, wave

here = pathlib.Path(__file__).parent
target = here.parent.parent / "MeetingCloud.AppHost" / "Sample"
chromium = sys.argv[1] if len(sys.argv) > 1 else "chromium"
logo = ('<svg viewBox="0 0 48 48"><circle cx="24" cy="24" r="23" fill="#0b6e8a"/><path d="M10 27h28l-4 7H14z" fill="#fff"/>'
        '<path d="M15 20h16v6H15zM19 14h7v5h-7z" fill="#bfe3ec"/><path d="M8 38q4-4 8 0t8 0 8 0 8 0" fill="none" stroke="#bfe3ec" stroke-width="2"/></svg>')
head = (f'<header>{logo}<b>Tidewater Ferries<br>潮汐轮渡</b><span>Annual General Meeting<br>年度股东大会</span></header>')
foot = ('<footer>Tidewater Ferries is an invented company; this paper is a sample that comes with MeetingCloud. '
        '潮汐轮渡为虚构公司，本文件是 MeetingCloud 随附的示例。</footer>')


def chart(values, names, unit):
    top, left, width, height = 14, 34, 520, 150
    peak = max(values) * 1.1
    step = width / len(values)
    parts = [f'<line x1="{left}" x2="{left + width}" y1="{top + height}" y2="{top + height}" stroke="#8aa0a9"/>']
    for i, (value, name) in enumerate(zip(values, names)):
        bar = height * value / peak
        x = left + i * step + step * 0.18
        parts.append(f'<rect x="{x:.1f}" y="{top + height - bar:.1f}" width="{step * 0.64:.1f}" height="{bar:.1f}" rx="2" fill="#2a9bb8"/>')
        parts.append(f'<text x="{x + step * 0.32:.1f}" y="{top + height - bar - 4:.1f}" text-anchor="middle">{value}</text>')
        parts.append(f'<text x="{x + step * 0.32:.1f}" y="{top + height + 13}" text-anchor="middle">{name}</text>')
    return (f'<svg class="chart" viewBox="0 0 {left + width + 10} {top + height + 22}" font-size="9" fill="#47606b">'
            f'<text x="0" y="10">{unit}</text>{"".join(parts)}</svg>')


def document(name, title):
    body = (here / f"{name}.html").read_text(encoding="utf-8")
    body = body.replace("{passengers}", chart([212, 198, 231, 256, 289, 334, 402, 415, 341, 287, 236, 224],
                        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"], "Thousand passengers by month · 每月客运量（千人次）"))
    body = body.replace("{fuel}", chart([100, 96, 91, 83, 61, 38], ["2024", "2025", "2026", "2027", "2028", "2029"],
                        "Fuel used, 2024 = 100 · 燃油消耗指数（2024 年 = 100）"))
    css = (here / "sample.css").read_text(encoding="utf-8")
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{css}</style><body>{head}{body}{foot}</body></html>'


def run(html, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder, "page.html")
        page.write_text(html, encoding="utf-8")
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", *arguments, page.as_uri()],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


def tone(path, notes, seconds):
    rate = 16000
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        frames = bytearray()
        for i in range(int(rate * seconds)):
            t = i / rate
            value = sum(math.exp(-2.2 * (t - at)) * (math.sin(2 * math.pi * f * (t - at)) + 0.3 * math.sin(4 * math.pi * f * (t - at)))
                        for f, at in notes if t >= at)
            frames += struct.pack("<h", int(max(-1, min(1, value * 0.32)) * 32000))
        sound.writeframes(bytes(frames))


papers = {
    "notice": "Notice of meeting 会议通知.pdf",
    "report": "Reports 报告/Annual report 年度报告.pdf",
    "accounts": "Reports 报告/Accounts 财务报表.pdf",
    "proposal": "Proposals 议案/Electric ferry 电动渡轮.pdf",
}
for name, path in papers.items():
    file = target / path
    file.parent.mkdir(parents=True, exist_ok=True)
    run(document(name, file.stem), "--no-pdf-header-footer", f"--print-to-pdf={file}")
run((here / "ferry.svg").read_text(encoding="utf-8").join(['<!DOCTYPE html><meta charset="utf-8"><style>html,body{margin:0;overflow:hidden}</style>', ""]),
    "--window-size=1200,1200", "--hide-scrollbars", f"--screenshot={target / 'Proposals 议案/The new ferry 新渡轮.png'}")
tone(target / "Boarding chime 登船提示音.wav", [(523.25, 0), (659.25, 0.45), (783.99, 0.9)], 3)
tone(target / "Harbour bell 港口钟声.wav", [(392, 0), (392, 1.2)], 3)
print(sum(f.stat().st_size for f in target.rglob("*") if f.is_file()))
