namespace HighTraffic.Bench.Reports;

/// <summary>The result of a scenario, as rows of figures.</summary>
/// <param name="Id">The name in the report's links.</param>
/// <param name="Title">The name.</param>
/// <param name="Note">How it was measured.</param>
/// <param name="Corner">What the rows are.</param>
/// <param name="Columns">What the columns are.</param>
/// <param name="Rows">The figures.</param>
/// <param name="Plot">What the figures are if they are all of one kind, so that each row is drawn as a line; otherwise null.</param>
internal sealed record TableReport(
    string Id, string Title, string Note, string Corner, IReadOnlyList<string> Columns, IReadOnlyList<TableRow> Rows, string? Plot = null);

/// <summary>A row of figures.</summary>
/// <param name="Name">What the figures are about.</param>
/// <param name="Values">A figure for each column; null if there is none.</param>
internal sealed record TableRow(string Name, IReadOnlyList<double?> Values);
