import { box, circle } from '#ui/shapes.ts';
import type { SceneDrawing } from '#ui/pictures/paint.ts';

const mug = (x: number, y: number, w: number, h: number) => `M${x} ${y}h${w}v${h - 6}a6 6 0 0 1-6 6h${12 - w}a6 6 0 0 1-6-6z`;
const handle = (x: number, y: number, h: number) => `M${x} ${y}h4a${h / 2} ${h / 2} 0 0 1 0 ${h}h-4`;
const steam = (x: number, y: number) => `M${x} ${y}c-4-4 4-7 0-12`;

/** A kitchen table with two mugs and the window behind: someone has time. */
export const table: SceneDrawing = {
  width: 360,
  height: 132,
  shapes: [
    ['cream', 'M20 5h96v76H20z'],
    ['leaf', 'M20 60c14-8 28-8 46 0s32 4 50-6v27H20z'],
    ['yellow', circle(92, 28, 11)],
    ['line', 'M66 5v76'],
    ['free', 'M12 81h112'],
    ['leaf', 'M88 92c-15 0-22-9-22-17 12 0 21 5 22 17zM88 92c-1-13 3-24 17-26 3 13-4 24-17 26z'],
    ['coral', 'M68 92h40l-5 19H73z'],
    ['free', `${steam(162, 73)}${steam(174, 73)}${steam(207, 79)}${handle(182, 84, 17)}${handle(220, 89, 14)}`],
    ['yellow', mug(154, 79, 28, 32)],
    ['white', mug(196, 85, 24, 26)],
    ['wood', 'M-5 111h370v30H-5z'],
    ['grain', 'M28 121h62M140 125h42M252 121h72']
  ]
};

/** Evening: the window, an envelope ready, a mug. */
export const window: SceneDrawing = {
  width: 360,
  height: 150,
  shapes: [
    ['night', 'M110 20h140v92H110z'],
    ['hill', 'M110 92c24-6 42-2 62-8s50-8 78-2v30H110z'],
    ['glow', 'M158 34h.1M143 72h.1M186 60h.1M126 46h.1'],
    ['moon', circle(214, 46, 13)],
    ['line', 'M180 20v92M110 66h140'],
    ['cream', 'M104 112h152v8H104z'],
    ['coral', 'M96 15h36c0 38-4 68-10 102H92c-2-38 0-70 4-102zM264 15h-36c0 38 4 68 10 102h30c2-38 0-70-4-102z'],
    ['grain', 'M106 24c2 28-2 58-5 84M119 24c1 28-2 58-6 84M254 24c-2 28 2 58 5 84M241 24c-1 28 2 58 6 84'],
    ['free', `M86 14h188${steam(302, 92)}${steam(314, 92)}${handle(322, 106, 16)}`],
    ['white', 'M30 98h58v31H30z'],
    ['line', 'M30 99l29 19 29-19'],
    ['yellow', mug(295, 99, 27, 30)],
    ['wood', 'M-5 129h370v30H-5z'],
    ['grain', 'M44 140h60M210 140h84']
  ]
};

/** A desk with its lamp on, a notebook open and a plant. */
export const desk: SceneDrawing = {
  width: 360,
  height: 132,
  shapes: [
    ['yellow', 'M52 28l34-14 16 34-46 8z'],
    ['free', 'M72 52L44 78l22 30M46 111c0-6 40-6 40 0'],
    ['stone', box(132, 40, 92, 60, 5)],
    ['sky', 'M139 47h78v46h-78z'],
    ['line', 'M152 62h36M152 76h24'],
    ['stone', 'M118 100h120l-6 11H124z'],
    ['coral', box(268, 96, 64, 15, 2)],
    ['leaf', box(274, 82, 56, 14, 2)],
    ['leaf', 'M302 60c-14-2-18-11-17-20 11 2 18 8 17 20zM302 60c0-13 6-21 18-22 1 12-6 21-18 22z'],
    ['cream', 'M290 60h26l-3 22h-20z'],
    ['wood', 'M-5 111h370v30H-5z'],
    ['grain', 'M36 121h62M160 125h42M262 121h60']
  ]
};
