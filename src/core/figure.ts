import type {Line} from './report.js'

/** A picture in a report. It says nothing that the rest of the report does not say. */
export type Figure = GraphFigure | ChartFigure

/** Boxes and the arrows between them, laid out from left to right. */
export interface GraphFigure {
  readonly kind: 'graph'
  readonly title: string
  readonly nodes: readonly {readonly id: string; readonly label: string; readonly detail?: string}[]
  readonly edges: readonly {
    /** Ids of nodes. */
    readonly from: string
    readonly to: string
    readonly label: string
    readonly mark: Line['mark']
  }[]
}

/** Curves over a common axis, and what is to be compared with them. */
export interface ChartFigure {
  readonly kind: 'chart'
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
  /** Levels, such as an objective, with what they are. */
  readonly levels?: readonly {readonly value: number; readonly label: string}[]
  /** Stretches of the x axis in which something was the case: a breaker was open. */
  readonly spans?: readonly {
    readonly from: number
    readonly to: number
    readonly label: string
    readonly mark: Line['mark']
  }[]
}

export interface Axis {
  readonly label: string
  /** `ms`, `s`, `/s`; behind every number. */
  readonly unit: string
  /** `linear` by default. `nines` spreads what is near to 1: 0.9, 0.99, 0.999 have the same distance. */
  readonly scale?: 'linear' | 'log' | 'nines'
}

export interface Series {
  readonly label: string
  /** In the order of x. A missing value leaves a gap. */
  readonly points: readonly {readonly x: number; readonly y: number | undefined}[]
  /** A step between two points instead of a straight line. */
  readonly step?: boolean
}
