using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>Keeps what EF Core really sends, so that it is that which is explained.</summary>
internal sealed class SentCommands : DbCommandInterceptor
{
    private readonly List<NpgsqlCommand> _commands = [];

    /// <summary>The one command that was sent.</summary>
    public NpgsqlCommand Single => Assert.Single(_commands);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        // A copy: EF Core uses its command again.
        _commands.Add(((NpgsqlCommand)command).Clone());
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}
