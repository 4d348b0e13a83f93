import table from '../../../resources/rates/2026-09-18.json'
import { RateTable } from '../../../src/shared/domain/rateTable'

/** The bundled prices; their date stands beside every figure made from them. */
export const bundledRates: RateTable = RateTable.parse(table)
