using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>Measures a technique: its variants in turn, so that other work on the machine affects all of them.</summary>
/// <param name="pool">The systems.</param>
/// <param name="options">The options of the run.</param>
/// <param name="warmUps">How long a variant runs before it is measured.</param>
/// <param name="step">Called after each step.</param>
internal sealed class TechniqueRunner(SystemPool pool, BenchOptions options, WarmUps warmUps, Action step)
{
    /// <summary>The number of steps of a technique.</summary>
    public int StepsOf(Technique technique) => technique.Variants.Count * (options.Runs + 2);

    /// <summary>Measures a technique.</summary>
    /// <exception cref="BenchException">A response was wrong, or a request failed.</exception>
    public async Task<TechniqueReport> RunAsync(Technique technique, CancellationToken cancellationToken)
    {
        try
        {
            return await MeasureAsync(technique, cancellationToken);
        }
        finally
        {
            foreach (var variant in technique.Variants)
            {
                await variant.DisposeAsync();
            }
        }
    }

    private async Task<TechniqueReport> MeasureAsync(Technique technique, CancellationToken cancellationToken)
    {
        await pool.StartAsync(technique.Variants.Select(variant => variant.Settings), cancellationToken);
        var systems = new Dictionary<Variant, BenchedSystem>();
        foreach (var variant in technique.Variants)
        {
            systems[variant] = pool.Get(variant.Settings);
            await variant.PrepareAsync(systems[variant], cancellationToken);
            step();
        }

        var length = new RunLength(options.Duration, options.Connections);
        var answers = new Dictionary<Variant, IReadOnlyDictionary<string, double>>();
        foreach (var variant in technique.Variants)
        {
            var load = variant.RunAsync(systems[variant], length with { Duration = warmUps.For(variant) }, cancellationToken);
            answers[variant] = variant is HttpVariant { Request: { Body: null, Refusal: null } } http ? await AnsweredBy.AskAsync(http, systems[variant], cancellationToken) : new Dictionary<string, double>();
            await load;
            step();
        }

        var samples = technique.Variants.ToDictionary(variant => variant, _ => new List<Sample>());
        for (var run = 0; run < options.Runs; run++)
        {
            foreach (var variant in technique.Variants)
            {
                var sample = await variant.RunAsync(systems[variant], length, cancellationToken);
                if (sample.Errors > 0)
                {
                    throw new BenchException($"'{technique.Title}: {variant.Name}' is void: {sample.Errors} of {sample.Operations} requests failed{(sample.Failure is { } failure ? $", the last one with: {failure}" : string.Empty)}.");
                }

                samples[variant].Add(sample);
                step();
            }
        }

        return new TechniqueReport(
            technique.Id, technique.Title, technique.Question, technique.Setup, technique.Judge,
            [.. technique.Variants.Select(variant => VariantReport.Of(variant.Name, samples[variant], answers[variant]))]);
    }
}
