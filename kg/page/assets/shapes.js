// How nodes and lines look: shapes by kind, hollow where an event is not said to have happened, dashed where nothing is
// asserted. The programs are sigma's own with some lines added to their shaders.
"use strict";
(() => {
  const { NodeCircleProgram, EdgeRectangleProgram, createEdgeClampedProgram, createEdgeArrowHeadProgram,
    createEdgeCompoundProgram } = kgDrawing;
  const FLOAT = 5126;
  // Four bytes each: numbers, and colours in one.
  const items = (attributes) => attributes.reduce((sum, { size, type }) => sum + (type === FLOAT ? size : 1), 0);
  const SHAPES = { actor: 0, place: 1, event: 2, thing: 3 };
  const HOLLOW = 10;
  kg.FAINT = 20;
  const NEAR = 4; // a line is hit by a click this many pixels beside it
  const ground = [1, 1, 1];
  kg.setGround = (colour) => {
    const digits = /^#(..)(..)(..)$/.exec(colour);
    if (digits) digits.slice(1).forEach((pair, at) => { ground[at] = parseInt(pair, 16) / 255; });
  };
  kg.shapeOf = (node) => SHAPES[node.kind] + (kg.real(node) ? 0 : HOLLOW);

  const NODE = `
precision highp float;
varying vec4 v_color;
varying vec2 v_diffVector;
varying float v_radius;
varying float v_shape;
uniform float u_correctionRatio;
uniform vec3 u_ground;
void main(void) {
  float faint = step(${kg.FAINT}.0 - 0.5, v_shape);
  float rest = v_shape - ${kg.FAINT}.0 * faint;
  float hollow = step(${HOLLOW}.0 - 0.5, rest);
  float shape = rest - ${HOLLOW}.0 * hollow;
  vec2 p = v_diffVector;
  float pixel = u_correctionRatio * 2.0;
  float away;
  if (shape < 0.5) away = length(p) - v_radius;
  else if (shape < 1.5) away = max(abs(p.x), abs(p.y)) - v_radius * 0.78;
  else if (shape < 2.5) away = (abs(p.x) + abs(p.y) - v_radius) * 0.7071;
  else away = max(abs(p.x) * 0.866 + p.y * 0.5, -p.y) - v_radius * 0.58;
  #ifdef PICKING_MODE
  if (away > 0.0) discard;
  gl_FragColor = v_color;
  #else
  float rim = mix(pixel * 0.8, max(v_radius * 0.3, pixel * 1.3), hollow);
  float edge = smoothstep(-rim - pixel, -rim, away);
  vec3 inner = mix(v_color.rgb, u_ground, hollow);
  vec3 outer = v_color.rgb * mix(mix(0.7, 0.9, hollow), 1.0, faint);
  float seen = 1.0 - smoothstep(-pixel, 0.0, away);
  gl_FragColor = vec4(mix(inner, outer, edge), 1.0) * seen;
  #endif
}`;
  // Without instances, which take long where a processor has to stand in for a graphics card: each corner has all data.
  // They go to the card only when they change, and nothing is drawn for the pointer to hit while the picture moves.
  const flat = (Base) => class extends Base {
    sent = new Set();

    getDefinition() {
      const { CONSTANT_ATTRIBUTES, CONSTANT_DATA, ...made } = super.getDefinition();
      this.corners = CONSTANT_DATA;
      return { ...made, ATTRIBUTES: [...made.ATTRIBUTES, ...CONSTANT_ATTRIBUTES] };
    }

    processVisibleItem(index, at, ...data) {
      super.processVisibleItem(index, at, ...data);
      const width = this.ATTRIBUTES_ITEMS_COUNT;
      const own = width - this.corners[0].length;
      this.corners.forEach((corner, number) => {
        const here = at + number * width;
        if (number) this.array.copyWithin(here, at, at + own);
        this.array.set(corner, here + own);
      });
    }

    process(...data) {
      this.sent.clear();
      super.process(...data);
    }

    reallocate(capacity) {
      this.sent.clear();
      super.reallocate(capacity);
    }

    bindProgram(program) {
      if (!this.sent.has(program)) {
        super.bindProgram(program);
        this.sent.add(program);
        return;
      }
      const { gl, buffer } = program;
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      this.ATTRIBUTES.reduce((offset, attribute) => offset + this.bindAttribute(attribute, program, offset), 0);
      gl.bindBuffer(gl.ARRAY_BUFFER, null);
    }

    render(params) {
      const { pickProgram } = this;
      if (kg.state.moving) this.pickProgram = null;
      super.render(params);
      this.pickProgram = pickProgram;
    }
  };

  kg.NodeProgram = flat(class extends NodeCircleProgram {
    getDefinition() {
      const made = super.getDefinition();
      const vertex = made.VERTEX_SHADER_SOURCE.replace("void main() {",
        "attribute float a_shape;\nvarying float v_shape;\nvoid main() {\n  v_shape = a_shape;");
      this.last = items(made.ATTRIBUTES);
      return { ...made, VERTEX_SHADER_SOURCE: vertex, FRAGMENT_SHADER_SOURCE: NODE,
        UNIFORMS: [...made.UNIFORMS, "u_ground"],
        ATTRIBUTES: [...made.ATTRIBUTES, { name: "a_shape", size: 1, type: FLOAT }] };
    }

    processVisibleItem(index, at, data) {
      super.processVisibleItem(index, at, data);
      this.array[at + this.last] = data.shape;
    }

    setUniforms(params, program) {
      super.setUniforms(params, program);
      program.gl.uniform3fv(program.uniformLocations.u_ground, ground);
    }
  });

  // A line that is dashed where its data say so; dashes are counted in pixels from where it starts.
  const dashable = (Base) => class extends Base {
    getDefinition() {
      const made = super.getDefinition();
      const vertex = made.VERTEX_SHADER_SOURCE.replace("void main() {", `attribute float a_dashed;
uniform vec2 u_size;
varying float v_along;
varying float v_dashed;
void main() {
  v_dashed = a_dashed;
  vec2 ends = (u_matrix * vec3(a_positionEnd, 1)).xy - (u_matrix * vec3(a_positionStart, 1)).xy;
  v_along = length(ends * u_size) * 0.5 * a_positionCoef;`).replace("  float webGLThickness =", `  #ifdef PICKING_MODE
  pixelsThickness += ${NEAR}.0 * u_sizeRatio;
  #endif
  float webGLThickness =`);
      const fragment = made.FRAGMENT_SHADER_SOURCE.replace("precision mediump float;", "precision highp float;").replace(
        "void main(void) {", `varying float v_along;
varying float v_dashed;
void main(void) {
  #ifndef PICKING_MODE
  if (v_dashed > 0.5 && fract(v_along / 8.0) > 0.55) discard;
  #endif`);
      this.last = items(made.ATTRIBUTES);
      return { ...made, VERTEX_SHADER_SOURCE: vertex, FRAGMENT_SHADER_SOURCE: fragment,
        UNIFORMS: [...made.UNIFORMS, "u_size"],
        ATTRIBUTES: [...made.ATTRIBUTES, { name: "a_dashed", size: 1, type: FLOAT }] };
    }

    processVisibleItem(index, at, source, target, data) {
      super.processVisibleItem(index, at, source, target, data);
      this.array[at + this.last] = data.dashed ? 1 : 0;
    }

    setUniforms(params, program) {
      super.setUniforms(params, program);
      program.gl.uniform2f(program.uniformLocations.u_size, params.width, params.height);
    }
  };
  const HEAD = { lengthToThicknessRatio: 3.2, widenessToThicknessRatio: 2.4 };
  kg.LineProgram = flat(dashable(EdgeRectangleProgram));
  kg.ArrowProgram = createEdgeCompoundProgram([flat(dashable(createEdgeClampedProgram(HEAD))),
    flat(createEdgeArrowHeadProgram(HEAD))]);
})();
