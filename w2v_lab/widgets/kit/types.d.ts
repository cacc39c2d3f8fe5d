// What the page's modules hand to one another, and what a session says to the page.

import type { AnyModel } from "@anywidget/types";

export type Child = Node | string | number | null | undefined | false | Child[];
export type Attributes = Record<string, unknown>;
type Tags = SVGElementTagNameMap & HTMLElementTagNameMap;
type Head<T extends string> = T extends `${infer H}.${string}` ? H : T;
export type Tag<T extends string> = Head<T> extends keyof Tags ? Tags[Head<T>] : HTMLElement;

/** A text in both languages, `{places}` to be filled. */
export type Text = { en: string; zh: string };
export type Values = Record<string, unknown>;

/** Lines of the library's source, the ones that computed something from `first` to `last`. */
export type Code = { file: string; number: number; lines: string[]; first: number; last: number };
/** Where the numbers of an array came from. */
export type Relation = {
  symbol: string;
  op: string;
  of: string[];
  index: string[];
  code: Code;
  reading?: string;
  /** Its own texts; a reading may be one for each column. */
  says?: { symbol?: Text; reading?: Text | Text[]; infinite?: Text };
};
/** An array's place in the bytes; `step` if it travels in 16 bits. */
export type Place = { shape: number[]; offset: number; step?: number };
/** What is played: plain facts, different in each widget, and where the arrays lie. */
export type Trace = {
  relations: Record<string, Relation>;
  arrays?: Record<string, Place>;
  words: Record<string, string>;
  rows: number[];
  states?: string[];
  [fact: string]: any;
};
export type Choice = { name: string; text: Text };
/** A question; with `choice`, its answer and the reasons once the learner has committed. */
export type Gate = {
  name: string;
  /** The door before which it stands. */
  door: string;
  question: Text;
  choices: Choice[];
  choice?: string;
  answer?: string;
  why?: Text;
  because?: Text;
  /** What the learner has written about it. */
  reason?: string;
};
/** What a session packs for the page. */
export type Facts = {
  stamp: number;
  trace: Trace;
  gates: Gate[];
  language: "en" | "zh";
  large?: boolean;
  /** The learner's own text, from whichever widget. */
  own?: string;
  /** What asks for this of a new session, where it shows something else. */
  way?: Record<string, unknown>;
};
export type Reply = {
  reply: string;
  stamp: number;
  error?: { text: Text; values: Values };
  trace?: Trace;
  facts?: Facts;
};

/** What a stage gives to the page: a kernel's model, or a host's from files. */
export type Model = Pick<AnyModel, "get" | "on" | "off" | "send">;
/** How Python is: busy with something else, gone, absent where a stage has none, or asleep until the reader wakes it; a stage that
 * cannot tell says "unknown". */
export type Python = () => "busy" | "gone" | "absent" | "asleep" | "unknown";
/** Where a widget stands: its lesson, the cell that shows it, and the address of the page, if it has one of its own. */
export type Spot = { lesson: string; cell: string; address?: string };
/** What a link says of a state: what was chosen, and what is asked of Python first. */
export type Opened = { state: Record<string, any>; way: Record<string, unknown> };
export type Context = {
  model: Model;
  el: HTMLElement;
  texts: Record<string, Text>;
  python?: Python;
  spot?: Spot;
  opened?: Opened | null;
};

/** A number on show: its element, the number that it stands for, and what was written last. */
export type Entry = {
  cell: HTMLElement | SVGElement;
  id: string | null;
  group: string;
  decimals?: number;
  of?: string;
  at?: number;
  value?: number;
  scale?: number;
  text?: string;
  known?: boolean;
  tint?: string;
  mark?: string;
  push?: string;
};
