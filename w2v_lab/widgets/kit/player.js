// Playing: a moment that goes on by itself, a slider to move it, and how fast it goes.

/** @import { Lab } from './lab.js' */
import { choice, slider } from "./controls.js";
import { calm, make, write } from "./dom.js";

const SPEEDS = { speed_slow: 0.35, speed_normal: 1, speed_fast: 3 };

/**
 * @typedef {object} Play
 * @property {string} [key] the slider's name; without it there is none
 * @property {number} count of moments
 * @property {number} at the moment to begin with
 * @property {number} pace milliseconds from one moment to the next
 * @property {Record<string, number>} [paces] the same at each speed, where they are more than three times apart
 * @property {(moment: number) => void} place shows a moment; between two whole ones too, if `between`
 * @property {boolean} [between]
 */

export class Player {
  /** @param {Lab} lab @param {Play} play */
  constructor(lab, play) {
    lab.player?.stop();
    lab.player = this;
    this.lab = lab;
    this.play = play;
    this.moment = play.at;
    this.frame = 0;
    this.before = 0;
    this.last = play.count - 1;
    this.button = make("button.main", { "data-key": "play", onclick: () => (this.frame ? this.stop() : this.start()) });
    this.slider = play.key ? slider(lab, play.key, play.count, Math.floor(play.at), (at) => this.go(at)) : null;
    this.name();
  }

  get playing() {
    return this.frame !== 0;
  }

  /** Button, slider and speed in one row. */
  get node() {
    const speeds = /** @type {(keyof typeof SPEEDS)[]} */ (Object.keys(SPEEDS));
    const speed = choice(this.lab, "speed", speeds, this.lab.view.speed, (name) => {
      this.lab.view.speed = name;
    });
    return make("div.slide.wide", this.button, this.slider, speed);
  }

  name() {
    write(this.button, this.lab.say(this.playing ? "pause" : "play"));
  }

  /** To a moment, by hand. @param {number} moment */
  go(moment) {
    this.stop();
    this.moment = moment;
    this.place(moment);
  }

  /** @param {number} moment */
  place(moment) {
    if (this.slider) this.slider.range.value = String(Math.floor(moment));
    this.play.place(moment);
  }

  start() {
    if (this.moment >= this.last) this.show(0);
    this.before = 0;
    this.frame = requestAnimationFrame((now) => this.tick(now));
    this.name();
  }

  /** @param {number} now milliseconds */
  tick(now) {
    const { pace: normal, paces } = this.play,
      { speed } = this.lab.view;
    const pace = paces?.[speed] ?? normal / SPEEDS[speed],
      passed = this.before ? now - this.before : 0;
    this.before = now;
    this.show(Math.min(this.last, this.moment + passed / pace));
    if (!this.frame) return; // stopped by what was shown
    if (this.moment < this.last) this.frame = requestAnimationFrame((next) => this.tick(next));
    else this.stop();
  }

  /** What lies between two moments is shown where something glides there. @param {number} moment */
  show(moment) {
    const glides = this.play.between && !calm(),
      turned = Math.floor(moment) !== Math.floor(this.moment);
    this.moment = moment;
    if (glides || turned) this.place(glides ? moment : Math.floor(moment));
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.name();
  }
}
