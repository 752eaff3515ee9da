// All that the page uses of others' code: a graph in memory, and its drawing with WebGL.
import Graph from "graphology";
import Sigma from "sigma";
import {
  EdgeRectangleProgram, NodeCircleProgram, createEdgeArrowHeadProgram, createEdgeClampedProgram, createEdgeCompoundProgram,
} from "sigma/rendering";

globalThis.kgDrawing = {
  Graph, Sigma, EdgeRectangleProgram, NodeCircleProgram, createEdgeArrowHeadProgram, createEdgeClampedProgram,
  createEdgeCompoundProgram,
};
