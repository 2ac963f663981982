/** The version of the statechart. Orders keep the version that wrote them. */
export const machineVersion = 2;
