"""Pictures in the document: each a run with its words for those who do not see it, and a part of the package."""

from __future__ import annotations

from plans.inserts.values import Chart
from reports.renderers.docx.xml import quoted
from reports.renderers.drawing import Drawing, draw

_EMU = 914_400  # in an inch
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
# A line of 12 points, in inches.
_LINE = 0.19


class Pictures:
    """``parts``: the pictures by the ids of their relationships, complete when the whole body has been written."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}

    def runs(self, chart: Chart, width: float) -> tuple[list[str], int]:
        """The chart ``width`` inches wide, in one run or several, and about how many printed lines it takes."""
        drawings = draw(chart, width)
        lines = sum(drawing.height / _LINE + 1 for drawing in drawings)
        return [self._run(drawing) for drawing in drawings], round(lines)

    def _run(self, drawing: Drawing) -> str:
        number = len(self.parts) + 1
        key = f"picture{number}"
        self.parts[key] = drawing.png
        size = f'cx="{round(drawing.width * _EMU)}" cy="{round(drawing.height * _EMU)}"'
        names = f'id="{number}" name="Диаграмма {number}"'
        # The namespaces stand here: a document without pictures is written as before there were any.
        return (
            "<w:r><w:drawing>"
            f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr {names} descr="{quoted(drawing.words)}"/>'
            f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
            f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {names}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
