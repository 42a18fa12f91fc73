/** The look of a page: light and dark as the reader has it, narrow screens, and paper. No font and no picture is fetched. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2024;--soft:#60646c;--line:#dcdfe4;--panel:#f6f7f9;--good:#18794e;--bad:#c62a2f;--doubtful:#946800;--invalid:#793aaf;--s0:#0b68cb;--s1:#c4541a;--s2:#18794e;--s3:#793aaf;--s4:#b0246b;--s5:#6f6a00}
@media (prefers-color-scheme:dark){:root{--paper:#111316;--ink:#eceef0;--soft:#9ba1a6;--line:#33383d;--panel:#1a1d21;--good:#4cc38a;--bad:#ff6369;--doubtful:#f0c000;--invalid:#bf7af0;--s0:#52a9ff;--s1:#ff8b3e;--s2:#4cc38a;--s3:#bf7af0;--s4:#f76190;--s5:#d6cf4a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.15rem;font-weight:600;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:2.25rem 0 .6rem}
.verdict{border:1px solid var(--line);border-left:6px solid var(--soft);border-radius:8px;background:var(--panel);padding:1rem 1.2rem}
.verdict strong{display:block;font-size:.8rem;letter-spacing:.06em;text-transform:uppercase}
.verdict.pass{border-left-color:var(--good)}.verdict.pass strong{color:var(--good)}
.verdict.fail{border-left-color:var(--bad)}.verdict.fail strong{color:var(--bad)}
.verdict.inconclusive{border-left-color:var(--doubtful)}.verdict.inconclusive strong{color:var(--doubtful)}
.verdict.invalid{border-left-color:var(--invalid)}.verdict.invalid strong{color:var(--invalid)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.4rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;white-space:nowrap}
td{min-width:5rem}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
caption{text-align:left;font-weight:600;padding:.4rem 0}
ul.lines{list-style:none;margin:0;padding:0}
ul.lines li{padding:.25rem 0 .25rem 1.5rem;position:relative;overflow-wrap:anywhere}
ul.lines li::before{content:"·";position:absolute;left:.35rem;font-weight:700}
li.good::before{content:"✓"!important;color:var(--good)}li.bad::before{content:"✗"!important;color:var(--bad)}li.doubtful::before{content:"?"!important;color:var(--doubtful)}
.detail,small{color:var(--soft)}
pre{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;overflow-x:auto;font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
a{color:var(--s0)}
code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.error{color:var(--bad)}.warning{color:var(--doubtful)}.info{color:var(--soft)}
figure{margin:1.5rem 0}figcaption{font-weight:600;margin-bottom:.4rem}
svg{display:block;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
svg.chart{min-width:34rem}svg text{fill:var(--ink)}.grid line{stroke:var(--line)}.grid text,.label,svg .detail{fill:var(--soft);font-size:11px}
.curve{fill:none;stroke-width:1.8;stroke-linejoin:round}.level line{stroke:var(--bad);stroke-dasharray:5 4}.level text{fill:var(--bad);font-size:11px}
.s0{stroke:var(--s0)}.s1{stroke:var(--s1)}.s2{stroke:var(--s2)}.s3{stroke:var(--s3)}.s4{stroke:var(--s4)}.s5{stroke:var(--s5)}
ul.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:.3rem 0 0;padding:0 0 0 4rem;font-size:.85rem}
ul.legend li::before{content:"";display:inline-block;width:1.1rem;height:.25rem;border-radius:2px;margin-right:.4rem;vertical-align:middle;background:currentColor}
ul.legend .s0::before{background:var(--s0)}ul.legend .s1::before{background:var(--s1)}ul.legend .s2::before{background:var(--s2)}ul.legend .s3::before{background:var(--s3)}ul.legend .s4::before{background:var(--s4)}ul.legend .s5::before{background:var(--s5)}
.span{opacity:.18;fill:var(--soft)}.span.bad{fill:var(--bad)}.span.good{fill:var(--good)}.span.doubtful{fill:var(--doubtful)}
.box rect{fill:var(--panel);stroke:var(--line);stroke-width:1.5}.box text{font-weight:600}.box .detail{font-weight:400}
.edge{fill:none;stroke:var(--soft);stroke-width:1.6}.edge.good{stroke:var(--good)}.edge.bad{stroke:var(--bad)}.edge.doubtful{stroke:var(--doubtful)}
.arrow path{fill:var(--soft)}.arrow.good path{fill:var(--good)}.arrow.bad path{fill:var(--bad)}.arrow.doubtful path{fill:var(--doubtful)}
svg .edge-label{font-size:11px;fill:var(--soft);stroke:var(--paper);stroke-width:4px;paint-order:stroke}svg .edge-label.bad{fill:var(--bad)}
footer{margin-top:3rem;color:var(--soft);font-size:.8rem}
@media print{:root{color-scheme:light}main{max-width:none;padding:0}figure,tr,li{break-inside:avoid}.scroll{overflow:visible}pre{white-space:pre-wrap}}
`
