import { Injectable } from '@nestjs/common';
import { PlaceUnits } from './place-units.js';
import { Units } from './units.js';

/** What closes units whose job was given up. */
@Injectable()
export class UnitEnds {
  constructor(
    readonly units: Units,
    readonly places: PlaceUnits,
  ) {}
}
