using System.ComponentModel;
using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;
using Npgsql;

namespace HighTraffic.Bench.Techniques;

/// <summary>The catalogue as a compressed file by <c>psql</c> and <c>gzip</c>: the least that an export can cost.</summary>
internal sealed class CopyVariant(string name, SystemSettings settings) : LoopVariant(name, settings)
{
    private const string Copy =
        @"\copy (SELECT id, sku, name, description, category, price_cents, stock, updated_at FROM products ORDER BY id) TO STDOUT WITH (FORMAT csv, HEADER)";

    private double _processor;

    /// <inheritdoc/>
    protected override int Concurrency => 1;

    /// <inheritdoc/>
    protected override bool CountsOwnTime => false;

    /// <inheritdoc/>
    protected override async Task<Sample> MeasureAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken)
    {
        _processor = 0;
        var sample = await base.MeasureAsync(system, length, cancellationToken);
        return sample with { Processor = new Dictionary<string, double> { ["psql and gzip"] = _processor } };
    }

    /// <inheritdoc/>
    protected override async Task OperateAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        var database = new NpgsqlConnectionStringBuilder(system.ConnectionString);
        var environment = new Dictionary<string, string?>
        {
            ["PGHOST"] = database.Host,
            ["PGPORT"] = database.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = database.Username,
            ["PGPASSWORD"] = database.Password,
            ["PGDATABASE"] = database.Database,
            ["COPY"] = Copy,
        };
        try
        {
            // The last line of "times" has the CPU time of the children.
            var result = await Cli.Wrap("bash").WithArguments(["-c", "set -o pipefail; psql -Xqc \"$COPY\" | gzip >/dev/null; failed=$?; times; exit $failed"])
                .WithEnvironmentVariables(environment).ExecuteBufferedAsync(cancellationToken);
            _processor += result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ').Sum(Seconds);
        }
        catch (Win32Exception)
        {
            throw new BenchException("bash, psql and gzip are missing. The benchmark compares the export with them.");
        }
    }

    // As in 0m1.234s.
    private static double Seconds(string time)
    {
        var parts = time.Trim().TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
