using HighTraffic.Data;

namespace HighTraffic.Core.Tasks.Store;

/// <summary>
/// Every change of a task's row, and so the state machine of tasks (see the diagram in the README of this project). Nothing else writes to the
/// task tables.
/// </summary>
/// <remarks>
/// Each transition is one statement that names the states it starts from, so if two processes try it, only one succeeds. All times come from
/// the database, so clock skew does not matter.
/// <list type="table">
/// <item><term>Clients</term><description>accept, cancel and retry tasks: <c>TaskStore.Clients.cs</c>.</description></item>
/// <item><term>Outbox</term><description>finds the tasks that are owed a message: <c>TaskStore.Outbox.cs</c>.</description></item>
/// <item><term>Runs</term><description>claim a task, hold its lease and write how the run ended: <c>TaskStore.Runs.cs</c>.</description></item>
/// <item><term>Work</term><description>stores what a run produces, checkpoints and pieces of the result: <c>TaskStore.Work.cs</c>.</description></item>
/// </list>
/// </remarks>
/// <param name="database">The database. A caller's transaction on it includes what the store writes.</param>
internal sealed partial class TaskStore(AppDbContext database)
{
    private static async Task<bool> OneRow(Task<int> rows) => await rows == 1;
}
