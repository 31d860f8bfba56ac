using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace HighTraffic.Api.Hosting;

/// <summary>
/// Repeats what fails with its connection, but hands the rows of a query on as they come: the stock strategy copies the whole
/// result first, so as to repeat a query also when its connection is cut between two rows.
/// </summary>
internal sealed class StreamingRetryStrategy(ExecutionStrategyDependencies dependencies, int retries, TimeSpan longestDelay)
    : NpgsqlRetryingExecutionStrategy(dependencies, retries, longestDelay, errorCodesToAdd: null)
{
    /// <summary>What Entity Framework goes by when it decides whether to copy results.</summary>
    public override bool RetriesOnFailure => false;

    // The stock strategy's own check goes by the property above.
    protected override void OnFirstExecution()
    {
        if (Dependencies.CurrentContext.Context.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("A transaction has to begin inside of the execution strategy, which else would repeat a part of it.");
        }

        base.OnFirstExecution();
    }
}
