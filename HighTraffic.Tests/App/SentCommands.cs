using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>Captures the commands that EF Core really sends, so that the tests explain those.</summary>
internal sealed class SentCommands : DbCommandInterceptor
{
    private readonly List<NpgsqlCommand> _commands = [];

    /// <summary>The one command that was sent.</summary>
    public NpgsqlCommand Single => Assert.Single(_commands);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        // A copy, because EF Core reuses its command.
        _commands.Add(((NpgsqlCommand)command).Clone());
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}
