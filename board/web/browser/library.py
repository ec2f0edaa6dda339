"""The library that draws charts in the browser: plotly.js's official partial bundle for charts with axes.

The file is `plotly-cartesian.min.js` of npm's package plotly.js-cartesian-dist-min, unchanged, with its licence (MIT)
beside it in `vendored`: a third of what Streamlit's own chart loads. It must be the plotly.js that plotly.py writes
figures for (tests/web/test_chart_library.py): after an update of plotly, `npm pack` the package in that version, and
change the two constants below.
"""

from pathlib import Path

VERSION = "4.1.1"
SHA256 = "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a"
FILE = Path(__file__).parent / "vendored" / "plotly-cartesian.min.js"
# With the version in it: browsers keep it for a year.
ADDRESS = f"/static/js/plotly-cartesian-{VERSION}.min.js"
