using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace HighTraffic.Data;

/// <summary>
/// Names the spans of database commands by what they do, such as <c>SELECT products</c>, following OpenTelemetry's conventions
/// (https://opentelemetry.io/docs/specs/semconv/database/database-spans/#name). Npgsql itself gives all of them the same name.
/// </summary>
public static partial class CommandSpans
{
    // Bounds the cache. The app has few distinct statements; past the bound, a name is computed each time.
    private const int MostNames = 1_000;
    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    /// <summary>Names the spans of the context's commands.</summary>
    /// <param name="npgsql">The options of the provider.</param>
    /// <returns>The same options.</returns>
    public static NpgsqlDbContextOptionsBuilder NameCommandSpans(this NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.ConfigureDataSource(source => source.ConfigureTracing(tracing => tracing.ConfigureCommandSpanNameProvider(command => NameOf(command.CommandText))));

    /// <summary>The name for a statement: its verb and the first table in it.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>The name.</returns>
    public static string NameOf(string statement)
    {
        if (Names.TryGetValue(statement, out var known))
        {
            return known;
        }

        var verb = Verb().Match(statement).Value.ToUpperInvariant();
        var table = Table().Match(statement).Groups["table"].Value;
        var name = verb.Length == 0 ? "postgresql" : table.Length == 0 ? verb : $"{verb} {table}";
        if (Names.Count < MostNames)
        {
            Names[statement] = name;
        }

        return name;
    }

    [GeneratedRegex(@"(?<![\w.])(SELECT|INSERT|UPDATE|DELETE|TRUNCATE|VACUUM|COPY|CREATE|ALTER|DROP|LOCK|SET)(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?<!\w)(FROM|INTO|UPDATE|TABLE|COPY|TRUNCATE)\s+(ONLY\s+)?""?(?<table>[A-Za-z_]\w*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Table();
}
