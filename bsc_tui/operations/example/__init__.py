"""The example company as pure data: who, where and what. Storing it is left to the operation for it."""
