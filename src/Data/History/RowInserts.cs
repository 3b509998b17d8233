using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace KeepaliveConsole.Data.History;

/// <summary>
/// Inserts many rows of one table with one command that is prepared once. The change tracker takes some 0.4 ms per row and more than 1 ms with
/// twenty columns, which is 1,000 events a second on a small director; this takes a twentieth. Names, types and conversions are the model's, so
/// it works on every provider.
/// </summary>
internal static class RowInserts
{
    // Of one statement where no numbers come back. SQLite's provider looks for each parameter by its name among all of them: with a thousand,
    // that costs as much as the writing.
    private const int MostParameters = 200;

    /// <summary>Inserts <paramref name="rows"/> in order within the transaction of <paramref name="context"/>; the database numbers them.</summary>
    /// <returns>Their numbers, in order.</returns>
    public static async Task<IReadOnlyList<long>> InsertAsync<T>(ConsoleDbContext context, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        if (rows.Count == 0) return [];
        IEntityType type = context.Model.FindEntityType(typeof(T))!;
        IProperty[] columns = [.. type.GetProperties().Where(property => !property.IsPrimaryKey())];
        await using DbCommand command = CommandOf(context);
        command.CommandText = $"{Into(context, type, columns)} VALUES {Values(columns.Length, 1)} RETURNING {Key(context, type)}";
        var numbers = new long[rows.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            command.Parameters.Clear();
            AddParameters(command, columns, rows[row]);
            numbers[row] = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        }

        return numbers;
    }

    /// <summary>Inserts those of <paramref name="rows"/> whose keys, which they bring themselves, are not there yet; the others stay as they are.</summary>
    /// <returns>How many were new.</returns>
    public static Task<int> InsertNewAsync<T>(ConsoleDbContext context, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
        => InsertWithKeysAsync(context, rows, " ON CONFLICT DO NOTHING", cancellationToken);

    /// <summary>Inserts <paramref name="rows"/> with the keys they bring; one that is there already fails them all.</summary>
    public static Task InsertNumberedAsync<T>(ConsoleDbContext context, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
        => InsertWithKeysAsync(context, rows, "", cancellationToken);

    private static async Task<int> InsertWithKeysAsync<T>(ConsoleDbContext context, IReadOnlyList<T> rows, string orElse, CancellationToken cancellationToken)
        where T : class
    {
        IEntityType type = context.Model.FindEntityType(typeof(T))!;
        IProperty[] columns = [.. type.GetProperties()];
        await using DbCommand command = CommandOf(context);
        int written = 0;
        foreach (T[] chunk in rows.Chunk(Math.Max(1, MostParameters / columns.Length)))
        {
            if (command.Parameters.Count != chunk.Length * columns.Length)
                command.CommandText = $"{Into(context, type, columns)} VALUES {Values(columns.Length, chunk.Length)}{orElse}";
            command.Parameters.Clear();
            foreach (T row in chunk) AddParameters(command, columns, row);
            written += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return written;
    }

    private static DbCommand CommandOf(ConsoleDbContext context)
    {
        DbCommand command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        return command;
    }

    private static void AddParameters<T>(DbCommand command, IProperty[] columns, T row)
    {
        foreach (IProperty column in columns)
        {
            object? value = column.PropertyInfo!.GetValue(row);
            command.Parameters.Add(column.GetRelationalTypeMapping().CreateParameter(command, Parameter(command.Parameters.Count), value, column.IsNullable));
        }
    }

    private static string Into(ConsoleDbContext context, IEntityType type, IProperty[] columns)
    {
        ISqlGenerationHelper sql = context.GetService<ISqlGenerationHelper>();
        string table = sql.DelimitIdentifier(type.GetTableName()!, type.GetSchema());
        return $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.GetColumnName())))})";
    }

    private static string Key(ConsoleDbContext context, IEntityType type)
        => context.GetService<ISqlGenerationHelper>().DelimitIdentifier(type.FindPrimaryKey()!.Properties[0].GetColumnName());

    private static string Values(int columns, int rows)
        => string.Join(", ", Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * columns, columns).Select(Parameter))})"));

    private static string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"@p{number}");
}
