/** The style sheet of the page: light and dark, wide and narrow, screen and paper. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#1d1f23;--soft:#5c616b;--line:#dfdcd6;--code:#f2f0ec;
--attested:#16794c;--attested-wash:#e6f4ec;--unattested:#5c616b;--unattested-wash:#f0efec;--waived:#8a5a00;--waived-wash:#fbf0d9;
--refused:#b3261e;--refused-wash:#fce8e6;--unverifiable:#7b3fa0;--unverifiable-wash:#f5eafa;--unchecked:#8b8f98;--unchecked-wash:#f4f3f0;--link:#0b57a4}
@media screen and (prefers-color-scheme:dark){:root{--paper:#15171a;--card:#1d2024;--ink:#e8e6e1;--soft:#a0a5ae;--line:#33373d;--code:#272b30;
--attested:#5fcb93;--attested-wash:#16301f;--unattested:#a8adb6;--unattested-wash:#282b30;--waived:#e6b450;--waived-wash:#362a10;
--refused:#ff8a80;--refused-wash:#3d1c1a;--unverifiable:#d5a3f0;--unverifiable-wash:#321f3d;--unchecked:#82868e;--unchecked-wash:#232629;--link:#8cbcf0}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:75rem;margin:0 auto;padding:0 1.5rem}
h1{font-size:clamp(1.6rem,1.1rem + 2vw,2.4rem);line-height:1.2;letter-spacing:-.02em;margin:.35rem 0 .5rem;text-wrap:balance}
h2{font-size:1.2rem;letter-spacing:-.01em;margin:2.75rem 0 .75rem}
p{margin:.5rem 0;max-width:70ch}
a{color:var(--link);text-underline-offset:.2em;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
code,.mono{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
code{background:var(--code);border-radius:4px;padding:.1em .35em;overflow-wrap:anywhere}
header{padding-top:2.5rem}
.brand{color:var(--soft);font-size:.9rem;margin:0}
.lead{color:var(--soft);margin:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1.5rem 0 .9rem;padding:0;list-style:none}
.tile{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.8rem 1rem;display:flex;flex-direction:column;gap:.35rem}
.tile b{font-size:1.9rem;line-height:1;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tile.none{color:var(--soft)}
.tile.none .sign,.tile.none b{color:var(--soft)}
.sign{font-weight:700}
.bar{display:block;width:100%;height:10px;border-radius:5px}
.bar rect{stroke:var(--paper);stroke-width:.3}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;margin:.75rem 0;overflow-wrap:anywhere}
.problem{border-left:5px solid var(--own)}
.problem .sign{color:var(--own)}
.problem h3{margin:0 0 .35rem;font-size:1.05rem;line-height:1.4}
.problem .why{margin:.15rem 0 .5rem}
.names{display:flex;flex-wrap:wrap;gap:.1rem .9rem;margin:.25rem 0 .5rem;padding:0;list-style:none}
.hint{border-top:1px dashed var(--line);padding-top:.6rem;margin:.75rem 0 0;color:var(--soft)}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.1rem;margin:.5rem 0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.origin{color:var(--soft);font-size:.9em}
.note{color:var(--soft)}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;margin:.75rem 0;padding:0;list-style:none}
.chips a{display:inline-block;border:1px dashed var(--line);border-radius:999px;padding:.12rem .7rem;color:inherit;text-decoration:none;background:var(--card);font-size:.92rem}
.chips a:hover{border-color:var(--ink)}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:12px}
.graph{display:block;margin:0 auto;font:12px/1 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.lines path{fill:none;stroke:var(--soft);stroke-width:1.1;opacity:.38}
.box{color:inherit;text-decoration:none}
.box rect{stroke-width:1.3}
.box text{fill:var(--ink)}
.box.asked text:last-child{font-weight:700}
.box.unattested rect{stroke-dasharray:5 3}
.box.waived rect{stroke-dasharray:1.5 2.5;stroke-width:2}
.box.refused rect{stroke-width:2.6}
.box.unverifiable rect{stroke-dasharray:9 3;stroke-width:2}
.box:hover rect,.box:focus-visible rect{stroke-width:2.6}
.filter{display:flex;flex-wrap:wrap;gap:.4rem;border:0;margin:0 0 .75rem;padding:0}
.filter legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.filter label{border:1px solid var(--line);border-radius:999px;padding:.2rem .8rem;cursor:pointer;background:var(--card);font-size:.92rem}
.filter input{position:absolute;opacity:0;pointer-events:none}
.filter label:has(:checked){background:var(--ink);color:var(--paper);border-color:var(--ink)}
.filter label:has(:focus-visible){outline:2px solid var(--link);outline-offset:2px}
.list{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.head,.file summary{display:grid;grid-template-columns:9.5rem minmax(10rem,1.1fr) minmax(0,2fr);gap:0 1rem;padding:.6rem 2.4rem .6rem 1.1rem;align-items:baseline}
.head{color:var(--soft);font-size:.85rem;border-bottom:1px solid var(--line)}
.file+.file{border-top:1px solid var(--line)}
.file summary{cursor:pointer;list-style:none;position:relative}
.file summary::-webkit-details-marker{display:none}
.file summary::after{content:"";position:absolute;right:1.2rem;top:1.15rem;width:.45rem;height:.45rem;border:solid var(--soft);border-width:0 1.5px 1.5px 0;transform:translateY(-50%) rotate(45deg)}
.file[open] summary::after{transform:rotate(-135deg)}
.file summary:hover{background:var(--unchecked-wash)}
.file summary>*{overflow-wrap:anywhere;min-width:0}
.file .body{padding:.2rem 1.25rem 1rem;border-top:1px dashed var(--line)}
.body:target{background:var(--unchecked-wash)}
.name{font-weight:600}
.version{color:var(--soft);font-weight:400}
.verdict{font-weight:600;white-space:nowrap}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:400;color:var(--soft);font-size:.85rem}
td,th{padding:.35rem 1rem .35rem 0;vertical-align:top;overflow-wrap:anywhere}
tbody tr{border-top:1px solid var(--line)}
footer{color:var(--soft);font-size:.88rem;padding-top:2rem;padding-bottom:3rem}
.attested{--own:var(--attested);--wash:var(--attested-wash)}
.unattested{--own:var(--unattested);--wash:var(--unattested-wash)}
.waived{--own:var(--waived);--wash:var(--waived-wash)}
.refused{--own:var(--refused);--wash:var(--refused-wash)}
.warning{--own:var(--waived)}
.unverifiable,.other{--own:var(--unverifiable);--wash:var(--unverifiable-wash)}
.unchecked{--own:var(--unchecked);--wash:var(--unchecked-wash)}
.tile b,.tile .sign,.verdict{color:var(--own)}
.bar rect{fill:var(--own)}
.box rect{stroke:var(--own);fill:var(--wash)}
.box .sign{fill:var(--own)}
@media (max-width:45rem){
main,header,footer{padding-left:1rem;padding-right:1rem}
header{padding-top:1.5rem}
.tiles{grid-template-columns:1fr 1fr}
.tile{padding:.7rem .8rem}
.head{display:none}
.file summary{grid-template-columns:minmax(0,1fr);gap:.1rem}
dl{grid-template-columns:minmax(0,1fr);gap:0}
dd{margin-bottom:.45rem}
.policy tr{display:block;padding:.4rem 0}
.policy td{display:block;padding:0}
.policy thead{display:none}
}
@media print{
:root{--paper:#fff}
body{font-size:10.5pt}
.filter{display:none}
.scroll{overflow:visible;border:0}
.graph{max-width:100%;height:auto}
.file,.card,.tile{break-inside:avoid}
a{color:inherit}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`;
