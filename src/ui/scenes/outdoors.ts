import { box, circle } from '#ui/shapes.ts';
import type { SceneDrawing } from '#ui/pictures/paint.ts';

const lit = (...places: readonly (readonly [x: number, y: number])[]) => places.map(([x, y]) => box(x, y, 10, 12, 0.5)).join('');

/** A bus stop in the evening, someone's trainers left on the bench. */
export const busStop: SceneDrawing = {
  width: 390,
  height: 164,
  shapes: [
    ['night', 'M-5-5h400v160H-5z'],
    ['glow', 'M42 50h.1M92 30h.1M150 40h.1M214 20h.1M272 46h.1M372 18h.1'],
    ['moon', 'M328 42a17 17 0 1 0 16 22 15 15 0 0 1-16-22z'],
    ['block', 'M-5 90h53V72h40v76H-5zM268 148v-48h46V78h40v70M354 148v-42h45v42'],
    ['yellow', lit([8, 107], [30, 107], [58, 86], [58, 112], [282, 114], [326, 92], [326, 118])],
    ['night', lit([30, 130], [366, 120])],
    ['free', 'M104 148V90'],
    ['yellow', 'M90 64h29v25H90z'],
    ['line', 'M97 73h15M97 81h15'],
    ['glass', 'M128 80h112v68H128z'],
    ['line', 'M166 80v68M204 80v68'],
    ['coral', 'M121 68h128l-6 12H127z'],
    ['white', 'M172 126v-11c4 1 8 0 9-1l9 6c3 1 4 3 4 6zM196 126v-11c4 1 8 0 9-1l9 6c3 1 4 3 4 6z'],
    ['wood', 'M138 126h92v9h-92z'],
    ['line', 'M148 135v13M220 135v13'],
    ['street', 'M-5 148h400v30H-5z'],
    ['line', 'M28 157h40M300 157h54']
  ]
};

/** A path over the hills with a signpost: where things go from here. */
export const path: SceneDrawing = {
  width: 360,
  height: 132,
  shapes: [
    ['yellow', circle(292, 34, 15)],
    ['sky', 'M-5 84c50-34 96-30 140-6s96 14 140-12 70-18 95-8v90H-5z'],
    ['leaf', 'M-5 104c60-22 120-18 176-4s130 4 199-14v60H-5z'],
    ['cream', 'M120 140c-6-14 4-22 30-26s38-6 24-13h14c22 8 14 16-10 21s-28 10-20 18z'],
    ['wood', 'M66 58h6v52h-6z'],
    ['coral', 'M48 50h40l9 8-9 8H48z'],
    ['wood', 'M262 82h7v24h-7z'],
    ['leaf', 'M266 38c11 0 15 8 14 14 9 2 12 10 8 17-4 9-12 13-22 13s-19-4-22-13c-4-7-1-15 8-17-1-6 3-14 14-14z'],
    ['free', 'M190 34c4-5 9-5 11 0 2-5 7-5 11 0M222 22c3-4 7-4 9 0 2-4 6-4 9 0']
  ]
};
